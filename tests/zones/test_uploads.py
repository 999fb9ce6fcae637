"""What is refused of an uploaded file, and why, before anything opens it."""

import io
import random
import zipfile

import PIL.Image
import PIL.ImageCms
import PIL.PngImagePlugin
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


def test_a_picture_is_turned_upright_and_loses_its_camera_data():
    exif = PIL.Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Camera of somebody"
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 48.0, 0.0)})
    read = uploads.read_picture(upload(picture(exif=exif)))
    kept = PIL.Image.open(io.BytesIO(read.content))
    assert kept.size == (40, 60) == (read.width, read.height)
    assert not kept.getexif() and b"Camera of somebody" not in read.content


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_to_hold_a_camera_is_undone(orientation):
    upright = PIL.Image.new("RGB", (60, 40), "white")
    upright.paste("red", (0, 0, 30, 20))
    exif = PIL.Image.Exif()
    exif[0x0112] = orientation
    # What undoes a turn is its own reverse but for the two quarters.
    turn = uploads.TURNS.get({6: 8, 8: 6}.get(orientation, orientation))
    held, target = upright if turn is None else upright.transpose(turn), io.BytesIO()
    held.save(target, "PNG", exif=exif)
    kept = PIL.Image.open(io.BytesIO(uploads.read_picture(upload(target.getvalue())).content))
    assert kept.size == (60, 40)
    assert [kept.getpixel(place) for place in ((5, 5), (55, 5), (5, 35))] == [
        (255, 0, 0),
        (255, 255, 255),
        (255, 255, 255),
    ]


def seeds():
    noise = PIL.Image.effect_noise((40, 30), 80)
    exif = PIL.Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera"
    for kind, mode in [
        ("JPEG", "CMYK"),
        ("JPEG", "RGB"),
        ("PNG", "RGBA"),
        ("WEBP", "RGB"),
        ("AVIF", "RGB"),
        ("GIF", "P"),
    ]:
        target = io.BytesIO()
        options = {} if kind == "GIF" else {"exif": exif, "icc_profile": exchanged()}
        if kind in ("GIF", "WEBP"):
            options |= {"save_all": True, "append_images": [noise.convert(mode).rotate(180)]}
        noise.convert(mode).save(target, kind, **options)
        yield target.getvalue()


def test_whatever_is_broken_in_a_file_it_is_taken_or_refused_with_a_sentence():
    dice, taken = random.Random(5), 0
    for content in seeds():
        for _turn in range(150):
            broken = bytearray(content)
            for _byte in range(dice.randint(1, 8)):
                broken[dice.randrange(min(len(broken), dice.choice([50, 200, 700])))] = dice.choice(
                    [0, 255, 7]
                )
            try:
                taken += bool(uploads.read_picture(upload(bytes(broken))))
            except ValidationError as refused:
                assert refused.messages
    assert 100 < taken < 800, "some of them are taken"


def test_what_hides_behind_a_picture_does_not_come_along():
    read = uploads.read_picture(upload(picture() + b"<script>alert(1)</script>"))
    assert b"<script>" not in read.content


def test_printers_colours_become_screen_colours():
    read = uploads.read_picture(upload(picture(mode="CMYK", colour=(0, 255, 255, 0))))
    assert PIL.Image.open(io.BytesIO(read.content)).mode == "RGB"
    assert "screen colours" in " ".join(read.changes)


def test_a_deep_grey_keeps_its_tone():
    read = uploads.read_picture(upload(picture("PNG", mode="I;16", colour=30_000)))
    kept = PIL.Image.open(io.BytesIO(read.content))
    assert (kept.mode, kept.getpixel((5, 5))) == ("L", 30_000 // 256)


def test_a_truncated_picture_is_refused():
    noisy = io.BytesIO()
    PIL.Image.effect_noise((200, 200), 90).convert("RGB").save(noisy, "JPEG")
    assert refusal(noisy.getvalue()[: len(noisy.getvalue()) // 2]) == "damaged"


@pytest.mark.parametrize("content", [b"no picture", b"%PDF-1.7 ...", b"GIF89a", b"<html>svg"])
def test_what_is_no_picture_is_refused(content):
    assert refusal(content) == "format"


def test_an_empty_file_is_told_as_such():
    assert refusal(b"") == "empty"


@pytest.mark.parametrize(
    "drawing",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]><svg:svg><script/></svg:svg>",
    ],
)
def test_a_drawing_that_may_carry_a_script_is_refused_with_a_way_out(drawing):
    assert refusal(drawing) == "svg"


def polyglots():
    """Files that are a picture to one reader and something else to another."""
    script = b"<?php system('id') ?><script>alert(1)</script>"
    about = PIL.PngImagePlugin.PngInfo()
    about.add_text("Comment", script.decode())
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("run.sh", script)
    return {
        "a page in the comment of a JPEG": picture(comment=script),
        "a page in the text of a PNG": picture("PNG", pnginfo=about),
        "an archive behind a JPEG": picture() + archive.getvalue(),
        "a page in the metadata of a WebP": picture("WEBP", xmp=script),
        "a program that begins as a GIF": picture("GIF", mode="P", colour=1) + b"*/=1;" + script,
    }


@pytest.mark.parametrize("name", polyglots())
def test_of_a_file_with_two_meanings_the_picture_alone_is_kept(name):
    kept = uploads.read_picture(upload(polyglots()[name])).content
    assert b"script" not in kept and b"PK\x03\x04" not in kept and b"<?php" not in kept


def test_the_second_picture_of_a_phone_is_left_out():
    front, back = (PIL.Image.new("RGB", (40, 30), colour) for colour in ("red", "blue"))
    target = io.BytesIO()
    front.save(target, "MPO", save_all=True, append_images=[back])
    read = uploads.read_picture(upload(target.getvalue()))
    kept = PIL.Image.open(io.BytesIO(read.content))
    assert (kept.format, getattr(kept, "n_frames", 1), read.changes) == ("JPEG", 1, ())
    assert kept.getpixel((5, 5))[0] > 240


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_of_what_moves_the_first_frame_is_kept_and_said_so(kind):
    frames = [PIL.Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, kind, save_all=True, append_images=frames[1:])
    read = uploads.read_picture(upload(target.getvalue()))
    kept = PIL.Image.open(io.BytesIO(read.content))
    assert not getattr(kept, "is_animated", False) and "first frame" in " ".join(read.changes)
    assert kept.convert("RGB").getpixel((5, 5))[0] > 200


def exchanged():
    """A colour profile in which red and blue have changed places."""
    content = bytearray(PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes())
    red, blue = content.find(b"rXYZ"), content.find(b"bXYZ")
    content[red : red + 4], content[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_colour_profile_is_honoured_and_left_out(kind):
    read = uploads.read_picture(upload(picture(kind, icc_profile=exchanged())))
    kept = PIL.Image.open(io.BytesIO(read.content))
    red, _green, blue = kept.convert("RGB").getpixel((5, 5))
    assert blue > 150 and red < 80 and "icc_profile" not in kept.info


def test_a_broken_profile_costs_nobody_the_picture():
    read = uploads.read_picture(upload(picture(icc_profile=b"no profile at all")))
    assert PIL.Image.open(io.BytesIO(read.content)).size == (60, 40)


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
