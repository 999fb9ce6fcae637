"""Addresses that a page once had. They redirect to where it lives now."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .article import Article
from .zone import Zone


class OldAddress(models.Model):
    """`path` is the address without its language prefix, such as `/zones/old-name/`."""

    path = models.CharField(_("path"), max_length=300, unique=True)
    zone = models.ForeignKey(
        Zone,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="old_addresses",
        verbose_name=_("zone"),
    )
    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="old_addresses",
        verbose_name=_("article"),
    )
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["path"]
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(zone__isnull=False, article__isnull=True)
                | models.Q(zone__isnull=True, article__isnull=False),
                name="old_address_of_one_page",
                violation_error_message=_("Choose the one page that it leads to."),
            )
        ]

    def __str__(self):
        return self.path

    @property
    def page(self):
        return self.zone or self.article
