"""How columns become form fields: languages named, dates native, selects lean."""

import decimal
import functools
import html
import re
import unicodedata

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models as db
from django.utils.functional import keep_lazy_text
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django_countries.fields import CountryField
from modeltranslation.utils import get_translation_fields

from ..fact_forms import SourceField
from ..models import Article, City, Image, Source, Zone
from ..models.reference import Reference
from ..richtext import RichTextField
from .widgets import Autocomplete, AutocompleteMultiple, CountrySelect, ListSelect, SourceSelect

_BLOCK_END = re.compile(r"</(?:p|h\d|li|tr|blockquote)>")

# Tables too long for a list: searched on the server.
SEARCHED = (Source, Image, Zone, City, Article)


class DayInput(forms.DateInput):
    """The browser's own calendar: no script, and good on a phone."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


# Words that stand for zeros in tables of figures.
_MAGNITUDES = {"": 0, "万": 4, "亿": 8, "万亿": 12, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_NUMBER = re.compile(r"\A([+-]?(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+)\s*(\D*)\Z")


class PlainDecimalField(forms.DecimalField):
    """A number without the zeros that its column pads it with: 2000, not 2000.000000.

    It is read as yearbooks print it: 1,234.5 and 471亿 and 47.1 billion.
    """

    def __init__(self, **kwargs):
        # A number input would step by the arrow keys and refuse what is pasted from a table.
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal", "class": "number"})
        super().__init__(**kwargs)

    def prepare_value(self, value):
        if isinstance(value, decimal.Decimal) and value.is_finite():
            return f"{value.normalize():f}"
        return value

    def to_python(self, value):
        if isinstance(value, str):
            match = _NUMBER.match(unicodedata.normalize("NFKC", value).strip())
            magnitude = _MAGNITUDES.get(match[2].strip().lower()) if match else None
            if magnitude is not None:
                digits = re.sub(r"[, ]", "", match[1])
                value = decimal.Decimal(digits).scaleb(magnitude) if magnitude else digits
                value = f"{value:f}" if magnitude else value
        return super().to_python(value)


class CurrencyField(forms.CharField):
    """The three letters of a currency, however they were typed."""

    def to_python(self, value):
        return super().to_python(value).upper()


NATIVE = {
    db.DateField: {"widget": DayInput},
    db.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput},
    db.DecimalField: {"form_class": PlainDecimalField},
}


def languages(field):
    """The columns of a translated field, to stand side by side."""
    return tuple(get_translation_fields(field))


def code_of(column):
    """The language of a translated column, such as "zh-hans"."""
    wanted = column.language.replace("-", "_")
    return next(code for code, _name in settings.LANGUAGES if code.replace("-", "_") == wanted)


def label_of(column):
    """“Headline · English”: what a translated column is called beside its twin."""
    return _label(column.translated_field.verbose_name, code_of(column))


@keep_lazy_text
def _label(name, code):
    return f"{capfirst(name)} · {get_language_info(code)['name_local']}"


@functools.cache
def readable(model, name):
    """A translated column for somebody who may only read it: its language named, its markup left out."""
    column = model._meta.get_field(name)
    is_rich = isinstance(column.translated_field, RichTextField)

    def text(row):
        value = getattr(row, name) or "—"
        return html.unescape(strip_tags(_BLOCK_END.sub("\n", value))) if is_rich else value

    text.__name__ = name
    text.short_description = label_of(column)
    return text


class NativeFields:
    """The browser's own controls, and selects that search with as few queries as they can."""

    formfield_overrides = NATIVE

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # What many pages share is not deleted by a cross beside the choice of one of them.
            field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Autocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["widget"] = AutocompleteMultiple(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class NamedLanguages(NativeFields):
    """Labels say which language a translated column is written in, and so do the inputs to the browser."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and hasattr(db_field, "translated_field"):
            code = code_of(db_field)
            field.label = label_of(db_field)
            field.widget.attrs["lang"] = "zh-Hans" if code == "zh-hans" else code
            # One language is enough; the form insists on that one.
            field.required = False
        return field


class LeanFields(NamedLanguages):
    """The fields of rows that stand on a page in great number."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, CountryField):
            kwargs["widget"] = CountrySelect("country")
            field = db_field.formfield(**kwargs)
        elif db_field.name == "currency":
            field = super().formfield_for_dbfield(db_field, request, form_class=CurrencyField, **kwargs)
        else:
            field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            # Names for modeltranslation's tabs and for Django's sheets, which nothing here reads.
            names = field.widget.attrs.pop("class", "").split()
            if kept := [name for name in names if not name.startswith(("mt", "v"))]:
                field.widget.attrs["class"] = " ".join(kept)
            if isinstance(field.widget, RelatedFieldWidgetWrapper):
                # Rows are added on the spot; changing one that many facts share is done at its own page.
                wrapper = field.widget
                wrapper.can_change_related = wrapper.can_delete_related = wrapper.can_view_related = False
                wrapper.can_add_related &= db_field.related_model is Image
                if not wrapper.can_add_related:
                    field.widget = wrapper.widget
            elif isinstance(field.widget, forms.Textarea):
                field.widget.attrs = {
                    name: field.widget.attrs[name] for name in ("lang",) if name in field.widget.attrs
                }
            field.widget.attrs.pop("data-context", None)
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        target = db_field.related_model
        if target is Source:
            kwargs |= {"widget": SourceSelect(db_field, self.admin_site), "form_class": SourceField}
        elif target in SEARCHED:
            kwargs["widget"] = Autocomplete(db_field, self.admin_site)
        elif issubclass(target, Reference):
            kwargs["widget"] = ListSelect(target._meta.model_name)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
