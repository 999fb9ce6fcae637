"""A source is entered once and reused by every fact that rests on it."""

import ipaddress
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..partial_dates import PartialDateField
from .web_address import WebAddressField


class Source(models.Model):
    """Where a fact was published: a title, an address, or both."""

    title = models.CharField(_("title"), max_length=300, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    url = WebAddressField(_("address"), max_length=600, blank=True)
    published_on = PartialDateField(_("published on"))

    class Meta:
        ordering = ["title", "url"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(fields=["title", "url"], name="source_once"),
            models.CheckConstraint(
                condition=~models.Q(title="", url=""),
                name="source_has_title_or_address",
                violation_error_message=_("Enter a title, an address, or both."),
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def host(self):
        return (urlsplit(self.url).hostname or "").removeprefix("www.")

    @property
    def label(self):
        """The title, or the host until an editor adds the title."""
        return self.title or self.host or self.url

    @property
    def is_linkable(self):
        """Whether the public may be sent there: never to a raw IP address or a port."""
        try:
            parts = urlsplit(self.url)
            port, host = parts.port, parts.hostname
        except ValueError:
            return False
        if parts.scheme not in ("http", "https") or not host or port:
            return False
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return "." in host
        return False

    def clean(self):
        if not self.title and not self.url:
            raise ValidationError(_("Enter a title, an address, or both."))
