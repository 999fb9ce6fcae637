"""What editors say of pictures: one, many at once, and those that still lack words or rights."""

import re
from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import uploads
from .forms import FILE_AGAIN, TranslatedForm
from .models import Image
from .models.web_address import WebAddressField

# One request decodes them all: more would keep a browser waiting for minutes.
MOST_AT_ONCE = 30
ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/gif"
# What cameras, phones and browsers call a file says nothing to somebody who cannot see it.
_FILE_NAME = re.compile(
    r"\.(jpe?g|png|webp|avif|gif|heic|tiff?|bmp)$|^(img|dsc[fn]?|pxl|image|photo|screenshot|mmexport|微信图片)[-_ ]*\d[-_ \d]*$",
    re.IGNORECASE,
)


class Words:
    """What all forms of a picture ask of the words that stand for it."""

    def clean(self):
        cleaned = super().clean()
        for name in self.fields:
            text = cleaned.get(name) or ""
            if name.startswith("alt_") and (_FILE_NAME.search(text) or (text and text == self._file_name())):
                self.add_error(name, _("This is the name of a file. Say what the picture shows."))
        return cleaned

    def _file_name(self):
        file = self.cleaned_data.get("file") or self.instance.file
        return PurePath(file.name or "").name


class ImageForm(Words, TranslatedForm):
    """A picture with what must be known about it. The file is read through before it is kept."""

    # Not Django's ImageField: that one would decode the file before its size is looked at.
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "JPEG, PNG, WebP, AVIF or GIF, at most 20 MB. Camera data such as the position is removed."
        ),
    )

    class Meta:
        model = Image
        # The screen names its fields; named here too, modeltranslation would write them onto the screen.
        exclude = []

    # What was done to the file that its editor may not expect, in sentences.
    changes = ()

    def full_clean(self):
        super().full_clean()
        if self.errors and "file" in self.files and "file" not in self.errors:
            # A browser never fills this control by itself: said here, it costs one attempt fewer.
            self.add_error("file", FILE_AGAIN)

    def clean_file(self):
        file = self.cleaned_data.get("file")
        if not file or "file" not in self.changed_data:
            return file
        picture = uploads.read_picture(file)
        refuse_twin(picture, among=Image.objects.exclude(pk=self.instance.pk))
        self.changes = picture.changes
        self.instance.sha256 = picture.sha256
        return ContentFile(picture.content, name=f"picture.{picture.extension}")

    def clean(self):
        cleaned = super().clean()
        # A form that only shows some of the fields cannot be asked for the others.
        if "alt_en" in self.fields and not (
            cleaned.get("is_decorative") or cleaned.get("alt_en") or cleaned.get("alt_zh_hans")
        ):
            self.add_error("alt_en", _("Say what the picture shows, or tick “decorative”."))
        return cleaned


def refuse_twin(picture, *, among):
    """ValidationError with a link to the picture that came of the same file."""
    if twin := among.filter(sha256=picture.sha256).first():
        link = format_html(
            '<a href="{}">{}</a>', reverse("admin:zones_image_change", args=[twin.pk]), twin.title
        )
        text = gettext("This picture is here already, as “%(title)s”.")
        before, after = text.split("%(title)s")
        raise ValidationError(format_html("{}{}{}", before, link, after), code="twin")


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Files as they were handed in: each is judged by itself, so that a bad one costs no other."""

    widget = ManyFilesInput(attrs={"accept": ACCEPTED})

    def clean(self, data, initial=None):
        files = list(data or ())
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_AT_ONCE:
            raise ValidationError(
                _("These are %(number)s files. At most %(limit)s are taken at once."),
                params={"number": len(files), "limit": MOST_AT_ONCE},
                code="too_many",
            )
        return files


class UploadForm(forms.Form):
    """Many pictures at once, with what holds for them all."""

    files = ManyFilesField(label=_("Files"))
    folder = forms.CharField(
        label=_("Folder"), max_length=80, required=False, widget=forms.TextInput({"list": "folders"})
    )
    credit = forms.CharField(label=_("Credit"), max_length=200, required=False)
    licence = forms.CharField(
        label=_("Licence"),
        max_length=120,
        required=False,
        help_text=_("Such as CC BY 4.0, or: used by permission."),
    )
    licence_url = WebAddressField(blank=True).formfield(label=_("Licence address"), required=False)

    def keep(self, file, *, by):
        """Keep one of the files. Returns the picture and what was done to it; ValidationError if it is unfit."""
        picture = uploads.read_picture(file)
        refuse_twin(picture, among=Image.objects.all())
        image = Image(
            title=_title(file.name),
            sha256=picture.sha256,
            uploaded_by=by,
            **{name: self.cleaned_data[name] for name in ("folder", "credit", "licence", "licence_url")},
        )
        name = f"picture.{picture.extension}"
        image.file.save(name, ContentFile(picture.content, name=name))
        return image, picture.changes


def _title(file_name):
    """A first title for editors: the name of the file, legible. It is never shown to readers."""
    words = PurePath(file_name.replace("\\", "/")).stem.replace("_", " ").replace("-", " ")
    return " ".join(words.split())[:200] or gettext("Untitled")


class DescriptionForm(Words, forms.ModelForm):
    """One line of the table in which many pictures are described. A line may stay incomplete."""

    class Meta:
        model = Image
        fields = ["title", "alt_en", "alt_zh_hans", "is_decorative", "credit", "licence", "folder"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = name == "title"
            field.help_text = ""
            if name.startswith("alt_"):
                language = name.removeprefix("alt_").replace("_", "-")
                field.widget = forms.Textarea({"rows": 2, "lang": language, "maxlength": field.max_length})

    def _get_validation_exclusions(self):
        # Credit and licence may wait here; the page that shows the picture asks for them before it goes public.
        return {*super()._get_validation_exclusions(), "credit", "licence"}


def description_formset(*args, queryset, **kwargs):
    """The table of the pictures in `queryset`."""
    return forms.modelformset_factory(Image, form=DescriptionForm, extra=0, edit_only=True)(
        *args, queryset=queryset, prefix="pictures", **kwargs
    )
