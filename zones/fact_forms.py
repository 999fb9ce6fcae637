"""One row of a zone's facts as editors fill it in, and the source that it is entered with.

A row knows what its editor has seen. Untouched rows are left alone, whatever others have made
of them meanwhile; a row that two people changed is not overwritten before the second has read
what the first has written. So two people may work on one zone, and on one group of it.
"""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import uploads
from .forms import TranslatedForm, as_posted, fingerprint
from .models import Document, Indicator, Source
from .periods import Period

# What a new row takes over from the one above it: alone, that is no row yet.
CARRIED = {"source", "as_of", "period", "currency", "unit"}
# A source that is no row of the table: see `SourceField`.
ABOVE, NEW = "above", "new"


class SeenRow:
    """A row's form that tells what its editor saw from what is stored now."""

    # Whether the row was stored when the page was opened, and is no more.
    is_gone = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False)
            self.initial["seen"] = fingerprint(self._stored())

    def _watched(self):
        skipped = {"seen", "checked", "DELETE", self._meta.model._meta.pk.name}
        for name, field in self.fields.items():
            if name not in skipped and not isinstance(
                field, forms.models.InlineForeignKeyField | forms.FileField
            ):
                yield name, field

    def _stored(self):
        """The row as its form shows it, by the names of the fields."""
        shown = {}
        for name, field in self._watched():
            value = field.prepare_value(self.get_initial_for_field(field, name))
            is_chosen = isinstance(field.widget, forms.CheckboxInput | forms.Select)
            shown[name] = value if is_chosen else field.widget.format_value(value)
        return shown

    def _posted(self):
        return {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self._watched()
        }

    @property
    def is_untouched(self):
        """Whether a stored row came back as it was shown."""
        if not (self.is_bound and (self.instance.pk or self.is_gone)):
            return False
        said = self.data.get(self.add_prefix("seen"))
        extra = any(self.data.get(self.add_prefix(name)) for name in ("DELETE", "checked"))
        files = any(self.add_prefix(name) in self.files for name in self.fields)
        return bool(said) and not extra and not files and said == fingerprint(self._posted())

    @property
    def changed_data(self):
        if self.is_untouched:
            return []
        names = [name for name in super().changed_data if name != "seen"]
        if not self.instance.pk and not self.is_gone and not any(map(self._is_entered, names)):
            return []
        return names

    def _is_entered(self, name):
        """Whether a new row says something here that it has not taken over: an emptied default says nothing."""
        html_name = self.add_prefix(name)
        value = self.fields[name].widget.value_from_datadict(self.data, self.files, html_name)
        return name not in CARRIED and value not in (None, "", [], False)

    def full_clean(self):
        if self.is_untouched:
            # Nothing to check, nothing to ask the database for.
            self._errors, self.cleaned_data = ErrorDict(renderer=self.renderer), {}
            return
        super().full_clean()

    def clean(self):
        cleaned = super().clean()
        if self.is_gone:
            raise ValidationError(
                _(
                    "Somebody else removed this row after you opened it. If it belongs here, enter it in an "
                    "empty row and mark this one “Remove”."
                ),
                code="gone",
            )
        said, stored = cleaned.get("seen"), self.initial.get("seen")
        if said and stored and said != stored and not cleaned.get("DELETE"):
            self._tell_clash(stored)
        return cleaned

    def _tell_clash(self, stored):
        now, mine, clash = self._stored(), self._posted(), []
        for name, field in self._watched():
            if as_posted(now[name]) != as_posted(mine[name]):
                clash.append(f"{field.label}: {self._in_words(name, now[name]) or '—'}")
        if not clash:
            return
        # The next press of the button is a decision, so it is let through.
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = stored
        self.add_error(
            None,
            ValidationError(
                _(
                    "Somebody else changed this row after you opened it. It holds now: %(theirs)s. What you typed is "
                    "kept here: save again to replace theirs."
                ),
                code="stale",
                params={"theirs": gettext("; ").join(clash)},
            ),
        )

    def _in_words(self, name, value):
        """A stored value as people know it: a key means nothing to them."""
        display, related = f"get_{name}_display", getattr(self.instance, name, None)
        if hasattr(self.instance, display):
            return getattr(self.instance, display)()
        return str(related) if hasattr(related, "pk") else as_posted(value)


class SourceField(forms.ModelChoiceField):
    """A source, or one of two words for it: that of the row above, or the new one that the page enters."""

    def to_python(self, value):
        return value if value in (ABOVE, NEW) else super().to_python(value)

    def validate(self, value):
        if value not in (ABOVE, NEW):
            super().validate(value)

    def has_changed(self, initial, data):
        return data in (ABOVE, NEW) or super().has_changed(initial, data)


class NameForm(SeenRow, forms.ModelForm):
    """A row without translated columns and without a source."""


class RowForm(SeenRow, TranslatedForm):
    """A row with translated columns."""


class FactForm(RowForm):
    """A fact with its source. The page's formset tells it the row above and the new source."""

    checked = forms.BooleanField(required=False, label=_("I checked this against its source today"))

    row_above = source_entry = None

    @property
    def changed_data(self):
        names = super().changed_data
        if "checked" in names and "verified_on" in self.fields and "verified_on" not in names:
            # Who keeps a history reads columns, and this tick is one.
            names = [*names, "verified_on"]
        return names

    @property
    def source_chosen(self):
        """The source of this row as its editor left it, for the row below."""
        if self.is_bound and not self.is_untouched and hasattr(self, "cleaned_data"):
            return self.cleaned_data.get("source")
        return self.instance.source

    def clean_source(self):
        source = self.cleaned_data["source"]
        if source == ABOVE:
            source = self.row_above.source_chosen if self.row_above else None
            if source is None:
                raise ValidationError(_("The row above has no source."), code="no_source")
        elif source == NEW:
            source = self.source_entry.entered() if self.source_entry else None
            if source is None:
                raise ValidationError(_("Enter the new source below the rows."), code="no_source")
        else:
            return source
        # Shown again after an error elsewhere, the row names the source itself.
        self.data = self.data.copy()
        self.data[self.add_prefix("source")] = str(source.pk)
        return source

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("checked"):
            if "source" not in self.errors and not cleaned.get("source"):
                self.add_error("source", _("Name the source that you checked it against."))
            cleaned["verified_on"] = timezone.localdate()
        return cleaned


class SourceEntry(forms.ModelForm):
    """A new source, entered beside the rows that rest on it. What is known already is used, not doubled."""

    class Meta:
        model = Source
        fields = ["title", "url", "publisher", "published_on"]

    found = None

    def __init__(self, *args, **kwargs):
        super().__init__(
            *args, prefix="new_source", empty_permitted=True, use_required_attribute=False, **kwargs
        )

    def entered(self):
        """The source, stored once however many rows ask; None where nothing or nothing right was entered."""
        if self.found is None and self.is_valid() and self.has_changed():
            self.found = self.twin() or self.save()
        return self.found

    def twin(self):
        """The stored source of the same address, or of the same title where there is no address."""
        title, url = self.cleaned_data.get("title", ""), self.cleaned_data.get("url", "")
        if url:
            bare = url.split("://", 1)[-1].rstrip("/")
            spellings = [f"{scheme}://{bare}{end}" for scheme in ("https", "http") for end in ("", "/")]
            return Source.objects.filter(url__in=spellings).order_by("pk").first()
        return Source.objects.filter(title=title, url="").first()

    def validate_constraints(self):
        """The same source again is no mistake here."""


class PeriodField(forms.CharField):
    """A period as text: `2014`, `2014 H1`, `2018 Q1-Q3`, `2017 Jan-Nov`, `1993-2012`."""

    default_error_messages = {
        "invalid": _("Enter a period such as 2014, 2014 H1, 2018 Q1, 2017 Jan-Nov or 1993-2012.")
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("size", "14")
        self.widget.attrs.setdefault("placeholder", "2014 H1")

    def prepare_value(self, value):
        return str(value) if isinstance(value, Period) else value

    def has_changed(self, initial, data):
        return str(initial or "") != (data or "").strip()

    def clean(self, value):
        text = super().clean(unicodedata.normalize("NFKC", value or ""))
        if not text:
            return None
        try:
            return Period.parse(text)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class IndicatorForm(FactForm):
    """A figure; its period is written as the source writes it."""

    period = PeriodField(label=_("Period"))

    class Meta:
        model = Indicator
        exclude = ["period_start", "period_end"]

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        if instance is not None and instance.period_start:
            initial = {"period": instance.period} | (initial or {})
        super().__init__(*args, instance=instance, initial=initial, **kwargs)

    def clean_period(self):
        period = self.cleaned_data["period"]
        if period:
            self.instance.period = period
        return period


class DocumentForm(FactForm):
    """A PDF; its size and pages are read from the file."""

    class Meta:
        model = Document
        # The screen names the others.
        fields = ["file"]

    def clean_file(self):
        file = self.cleaned_data.get("file")
        if file and "file" in self.changed_data:
            self.instance.pages = uploads.read_document(file)
            self.instance.size = file.size
        return file
