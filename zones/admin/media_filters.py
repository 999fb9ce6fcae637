"""What of the media library can be listed alone: what lacks, what nobody uses, what lies in a folder."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from .. import media_usage


class WordsFilter(admin.SimpleListFilter):
    title = _("description")
    parameter_name = "alt"

    def lookups(self, request, model_admin):
        missing = [
            (
                f"without-{code}",
                _("missing in %(language)s") % {"language": get_language_info(code)["name_translated"]},
            )
            for code, _name in settings.LANGUAGES
        ]
        return [("missing", _("missing")), *missing, ("decorative", _("decorative"))]

    def queryset(self, request, queryset):
        match self.value():
            case "missing":
                return queryset.without_words()
            case "decorative":
                return queryset.filter(is_decorative=True)
            case str() as value if value.removeprefix("without-") in dict(settings.LANGUAGES):
                return queryset.without_words(value.removeprefix("without-"))
        return queryset


class RightsFilter(admin.SimpleListFilter):
    title = _("rights")
    parameter_name = "rights"

    def lookups(self, request, model_admin):
        return [("licence", _("without licence")), ("credit", _("without credit"))]

    def queryset(self, request, queryset):
        return queryset.filter(**{self.value(): ""}) if self.value() in ("licence", "credit") else queryset


class UseFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("none", _("unused"))]

    def queryset(self, request, queryset):
        return media_usage.unused(queryset) if self.value() == "none" else queryset


class NamedFilter(admin.AllValuesFieldListFilter):
    """The values that there are, and no line for pictures that have none."""

    def __init__(self, field, *args, **kwargs):
        super().__init__(field, *args, **kwargs)
        self.title = field.verbose_name
        self.lookup_choices = [value for value in self.lookup_choices if value]
