"""Addresses on the web, as editors type them."""

from django.db import models


class WebAddressField(models.URLField):
    """A URL; what is typed without a scheme is meant as https, on every version of Django."""

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https"} | kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        # How a form reads it is code, not schema.
        return name, "django.db.models.URLField", args, kwargs
