"""Photographs and documents of a zone."""

import uuid

from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..partial_dates import PartialDateField
from .fact import Fact, of_zone
from .image import Image


class ZonePhoto(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    zone = of_zone("photos")
    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="+", verbose_name=_("image"))
    caption = models.CharField(_("caption"), max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self):
        return self.caption or str(self.image)


class Document(Fact):
    """A PDF that the zone has published. Size and pages are read from the file."""

    zone = of_zone("documents")
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(
        _("file"), upload_to="documents", validators=[FileExtensionValidator(["pdf"])], max_length=200
    )
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    published_on = PartialDateField(_("published on"))
    size = models.PositiveIntegerField(_("size in bytes"), default=0, editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)

    class Meta:
        ordering = ["-published_on", "pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self):
        return self.title
