"""What is refused of an uploaded file, and why, before anything opens it."""

import io

import PIL.Image
import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from zones import uploads


def upload(content, name="photo.jpg"):
    return SimpleUploadedFile(name, content)


def picture(kind="JPEG", size=(60, 40), mode="RGB", colour=(200, 30, 30), **options):
    target = io.BytesIO()
    PIL.Image.new(mode, size, colour).save(target, kind, **options)
    return target.getvalue()


def refusal(content):
    with pytest.raises(ValidationError) as caught:
        uploads.read_picture(upload(content))
    return caught.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_is_kept_in_its_own_format(kind):
    read = uploads.read_picture(upload(picture(kind)))
    kept = PIL.Image.open(io.BytesIO(read.content))
    assert (kept.format, kept.size, (read.width, read.height)) == (kind, (60, 40), (60, 40))
    assert read.extension == uploads.EXTENSIONS[kind]


def test_an_animation_keeps_its_first_frame():
    frames = [PIL.Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    kept = PIL.Image.open(io.BytesIO(uploads.read_picture(upload(target.getvalue())).content))
    assert kept.format == "PNG" and kept.convert("RGB").getpixel((5, 5)) == (255, 0, 0)
    assert getattr(kept, "n_frames", 1) == 1


def test_a_picture_is_turned_upright_and_loses_its_camera_data():
    exif = PIL.Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Camera of somebody"
    exif.get_ifd(0x8825)[1] = "N"
    read = uploads.read_picture(upload(picture(exif=exif)))
    kept = PIL.Image.open(io.BytesIO(read.content))
    assert kept.size == (40, 60) == (read.width, read.height)
    assert not kept.getexif() and b"Camera of somebody" not in read.content


def test_what_hides_behind_a_picture_does_not_come_along():
    read = uploads.read_picture(upload(picture() + b"<script>alert(1)</script>"))
    assert b"<script>" not in read.content


def test_printers_colours_become_screen_colours():
    read = uploads.read_picture(upload(picture(mode="CMYK", colour=(0, 255, 255, 0))))
    assert PIL.Image.open(io.BytesIO(read.content)).mode == "RGB"


def test_a_deep_grey_keeps_its_tone():
    read = uploads.read_picture(upload(picture("PNG", mode="I;16", colour=30_000)))
    kept = PIL.Image.open(io.BytesIO(read.content))
    assert (kept.mode, kept.getpixel((5, 5))) == ("L", 30_000 // 256)


def test_a_truncated_picture_is_refused():
    noisy = io.BytesIO()
    PIL.Image.effect_noise((200, 200), 90).convert("RGB").save(noisy, "JPEG")
    assert refusal(noisy.getvalue()[: len(noisy.getvalue()) // 2]) == "damaged"


@pytest.mark.parametrize("content", [b"", b"no picture", b"<svg onload='alert(1)'/>", b"%PDF-1.7 ..."])
def test_what_is_no_picture_is_refused(content):
    assert refusal(content) == "format"


def test_a_bomb_is_refused_before_it_unfolds(monkeypatch):
    bomb = picture("PNG", (9000, 9000), "1", 0)
    monkeypatch.setattr(PIL.ImageFile.ImageFile, "load", lambda self: pytest.fail("it was decoded"))
    assert len(bomb) < 100_000 and refusal(bomb) == "too_many_pixels"


def test_a_bomb_beyond_pillows_own_limit_is_refused_in_the_same_words():
    assert refusal(picture("PNG", (15000, 15000), "1", 0)) == "too_many_pixels"


def test_a_file_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_PICTURE_BYTES", 10)
    assert refusal(picture()) == "too_large"


def pdf(pages):
    writer, target = pypdf.PdfWriter(), io.BytesIO()
    for _page in range(pages):
        writer.add_blank_page(72, 72)
    writer.write(target)
    return target.getvalue()


def test_a_document_tells_its_pages():
    assert uploads.read_document(upload(pdf(3), "plan.pdf")) == 3


def test_a_document_that_cannot_be_counted_is_taken_all_the_same():
    odd = b"%PDF-1.7\nodd\nstartxref\n7\n%%EOF\n"
    assert uploads.read_document(upload(odd, "plan.pdf")) is None


def test_half_a_document_is_refused():
    whole = pdf(3)
    with pytest.raises(ValidationError) as caught:
        uploads.read_document(upload(whole[: len(whole) // 2], "plan.pdf"))
    assert caught.value.code == "damaged"


def test_a_document_is_known_by_its_content_not_by_its_name():
    with pytest.raises(ValidationError):
        uploads.read_document(upload(b"MZ executable", "plan.pdf"))
