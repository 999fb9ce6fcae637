"""The inquiries app: the form, the moderated inbox, its mail and its clock."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InquiriesConfig(AppConfig):
    name = "inquiries"
    verbose_name = _("Inquiries")

    def ready(self):
        from . import receivers

        receivers.connect(self)
