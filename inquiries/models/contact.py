"""Who sent an inquiry, in the sender's own words on that occasion.

One row per inquiry, not per address: anybody can type anybody's address into a
form, so nothing typed once may change what another inquiry knows about its sender.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from ..addresses import address_key


class Contact(models.Model):
    email = models.CharField(_("e-mail"), max_length=320)
    # What two spellings of one address have in common.
    address_key = models.CharField(max_length=320, db_index=True, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    company = models.CharField(_("company"), max_length=160, blank=True)
    country = CountryField(_("country"), blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    language = models.CharField(_("language preferred"), max_length=12, blank=True)

    class Meta:
        verbose_name = _("sender")
        verbose_name_plural = _("senders")
        constraints = [
            models.CheckConstraint(condition=~models.Q(address_key=""), name="contact_has_an_address_key")
        ]

    def __str__(self):
        return self.name or self.email

    def clean(self):
        self.address_key = address_key(self.email)
