"""A photograph and what must be known about it: who made it, under which licence, what it shows."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .web_address import WebAddressField

_percent = [MinValueValidator(0), MaxValueValidator(100)]


def _original(image, filename):
    return f"images/{image.uuid.hex[:2]}/{image.uuid.hex}.{filename.rsplit('.', 1)[-1].lower()}"


def _is_blank(column):
    return Q(**{column: ""}) | Q(**{f"{column}__isnull": True})


class ImageQuerySet(models.QuerySet):
    def awaiting_renditions(self):
        return self.filter(awaits_renditions=True)

    def without_words(self, *codes):
        """Those that say what they show in none of the languages `codes`; "decorative" needs no words."""
        found = self.filter(is_decorative=False)
        for code in codes or dict(settings.LANGUAGES):
            found = found.filter(_is_blank(f"alt_{code.replace('-', '_')}"))
        return found

    def incomplete(self):
        """Those that lack words in a language, a credit or a licence."""
        words = Q()
        for code, _name in settings.LANGUAGES:
            words |= _is_blank(f"alt_{code.replace('-', '_')}")
        return self.filter(Q(is_decorative=False) & words | Q(credit="") | Q(licence=""))

    def with_renditions(self):
        return self.prefetch_related("renditions")


class Image(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200, help_text=_("For editors, to find it again."))
    file = models.ImageField(
        _("file"), upload_to=_original, width_field="width", height_field="height", max_length=200
    )
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    alt = models.CharField(
        _("what it shows"),
        max_length=250,
        blank=True,
        help_text=_("Read aloud to those who cannot see it. Say what matters in the picture."),
    )
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("It adds nothing to the text; screen readers skip it.")
    )
    credit = models.CharField(_("credit"), max_length=200)
    licence = models.CharField(
        _("licence"), max_length=120, help_text=_("Such as CC BY 4.0, or: used by permission.")
    )
    licence_url = WebAddressField(_("licence address"), blank=True)
    folder = models.CharField(
        _("folder"),
        max_length=80,
        blank=True,
        db_index=True,
        help_text=_("For editors, to keep together what belongs together."),
    )
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, across"), default=50, validators=_percent, help_text=_("Percent from the left edge.")
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, down"), default=50, validators=_percent, help_text=_("Percent from the top edge.")
    )
    # Set where the file is new or was replaced: the former renditions are shown until others stand.
    awaits_renditions = models.BooleanField(default=True, db_index=True, editable=False)
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = [
            models.CheckConstraint(condition=Q(focal_x__lte=100, focal_y__lte=100), name="focal_point_inside")
        ]
        indexes = [models.Index(fields=["-uploaded_at", "-id"])]

    def __str__(self):
        return self.title

    @property
    def alt_text(self):
        return "" if self.is_decorative else self.alt


class Rendition(models.Model):
    """The image at one width in one format, made outside any request."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")
    format = models.CharField(max_length=5)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(upload_to="renditions", max_length=200)
    size = models.PositiveIntegerField(help_text=_("Bytes."))

    class Meta:
        ordering = ["width"]
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [models.UniqueConstraint(fields=["image", "format", "width"], name="rendition_once")]

    def __str__(self):
        return f"{self.image_id} {self.format} {self.width}"
