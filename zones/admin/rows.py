"""The rows of one group of a zone's facts, a page of them at a time.

What comes back from a page is judged and saved by itself: rows that were not on it are
never touched, however many there are. A value that looks unlikely is kept only with a note.
"""

from dataclasses import dataclass

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.translation import gettext
from modeltranslation.utils import get_translation_fields

from .. import plausibility
from ..forms import FILE_AGAIN
from ..models import Area, Indicator, PlausibleRange
from ..rates import Rates
from .widgets import ListSelect, tell_labels


@dataclass(frozen=True)
class Part:
    """Which rows of a group a page shows: the `number`th `size` of them, or all."""

    number: int = 1
    size: int = 10_000

    @property
    def first(self):
        return (self.number - 1) * self.size


class RowSet(BaseInlineFormSet):
    """Rows as they were posted, or one page of those that are stored."""

    def __init__(self, *args, part=None, source_entry=None, **kwargs):
        self.part, self.source_entry = part or Part(), source_entry
        self._above = self._rows = None
        self._lists = {}
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get("check_all"):
            self._check_all()

    def _check_all(self):
        """Tick every stored row that names a source: one confirmation stands for all of them."""
        for index in range(self.initial_form_count()):
            prefix = self.add_prefix(index)
            if self.data.get(f"{prefix}-source"):
                self.data[f"{prefix}-checked"] = "on"

    # --- which rows

    def get_queryset(self):
        if self._rows is None:
            rows = super().get_queryset()
            if self.is_bound:
                self._rows = self._posted(rows)
            else:
                self._rows = list(rows[self.part.first : self.part.first + self.part.size])
        return self._rows

    def _posted(self, rows):
        """The stored rows in the order in which they came back; a bare one where a row is gone."""
        name = f"{{}}-{self.model._meta.pk.name}"
        keys = [self.data.get(name.format(self.add_prefix(i)), "") for i in range(self.initial_form_count())]
        # Negative is the key of a row that waits beside a public page: see `snapshots.key_of`.
        numbers = [int(key) if key.removeprefix("-").isdecimal() else None for key in keys]
        known = rows.in_bulk([number for number in numbers if number is not None])
        return [known.get(number) or self.model() for number in numbers]

    @cached_property
    def total(self):
        """How many rows there are on all pages of the group."""
        return super().get_queryset().count()

    # --- their forms

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.row_above, self._above = self._above, form
        form.source_entry = self.source_entry
        form.is_gone = self.is_bound and i < self.initial_form_count() and form.instance.pk is None
        return form

    def add_fields(self, form, index):
        super().add_fields(form, index)
        tell_labels(form)
        key = self.model._meta.pk.name
        # The row is known by now: asking the database for each key again would find nothing new.
        form.fields[key] = forms.IntegerField(
            initial=form.instance.pk, required=False, widget=forms.HiddenInput
        )
        if index is not None and index >= self.initial_form_count():
            self._complete_lists(form)
        for field in form.fields.values():
            # Told once at the head of the group, not in every row.
            field.help_text = ""

    def _complete_lists(self, form):
        for name, field in form.fields.items():
            if isinstance(field.widget, ListSelect):
                if name not in self._lists:
                    self._lists[name] = field.widget.everything()
                field.widget.complete = self._lists[name]

    # --- judged together

    def full_clean(self):
        super().full_clean()
        if not self.is_bound:
            return
        entry = self.source_entry
        if entry is not None and entry.has_changed() and not entry.is_valid():
            errors = gettext("; ").join(text for found in entry.errors.values() for text in found)
            self._non_form_errors.append(gettext("The new source: %(errors)s") % {"errors": errors})
        if self.total_error_count():
            for form in self.forms:
                if form.add_prefix("file") in self.files and "file" not in form.errors:
                    # A browser never fills this control by itself.
                    form.add_error("file", FILE_AGAIN)

    @property
    def explanations(self):
        """What the fields mean, as pairs of label and help."""
        fields = self.form.base_fields.values()
        return [(field.label, field.help_text) for field in fields if field.help_text]


# What a doubt rests on: a row in which only something else has changed is not judged again.
JUDGED = {
    Indicator: {
        "kind",
        "period",
        "value",
        "unit",
        "currency",
        "is_cumulative",
        *get_translation_fields("scope"),
    },
    Area: {"kind", "value_ha", *get_translation_fields("scope")},
}


class DoubtedRowSet(RowSet):
    """Rows with values that may look unlikely. A changed one is then saved with a note that says why it is right."""

    def clean(self):
        super().clean()
        judged = JUDGED[self.model]
        changed = [
            form
            for form in self.forms
            if form.has_changed() and not form.errors and not self._should_delete_form(form)
            if not form.instance.pk or judged & {*form.changed_data}
        ]
        found = self.doubts if changed else {}
        for form in changed:
            unlikely = found.get(form.instance.uuid)
            if unlikely and not plausibility.is_overruled(form.instance):
                name = "value" if self.model is Indicator else "value_ha"
                form.add_error(name, doubt_in_words(unlikely))
                form.needs_note = True

    @cached_property
    def doubts(self):
        """What looks unlikely about the zone as it stands with the rows that were posted."""
        zone = self.instance
        posted = [
            form for form in (self.forms if self.is_bound else []) if form.instance.pk or form.has_changed()
        ]
        kept = [form.instance for form in posted if not form.errors and not self._should_delete_form(form)]
        rows = {
            Indicator: zone.indicators.select_related("kind__unit", "unit"),
            Area: zone.areas.all(),
        }
        rows[self.model] = [
            *rows[self.model].exclude(pk__in=[form.instance.pk for form in posted if form.instance.pk]),
            *kept,
        ]
        return plausibility.doubts(
            rows[Indicator],
            rows[Area],
            types=zone.types.all(),
            ranges=PlausibleRange.objects.select_related("kind", "per"),
            rates=Rates.load(),
        )

    def mark_doubts(self):
        """Tell the rows that were in doubt before they were opened: they are shown, and stop nobody."""
        for form in self.initial_forms:
            row = form.instance
            if row.pk and row.doubt and not form.errors:
                unlikely = self.doubts.get(row.uuid)
                form.doubt = unlikely.message if unlikely else row.get_doubt_display()
                form.is_overruled = plausibility.is_overruled(row)


def doubt_in_words(unlikely):
    return gettext("%(doubt)s %(message)s If it is right, say why under “why it is right”.") % {
        "doubt": gettext("This looks unlikely."),
        "message": unlikely.message,
    }


def number_of(text, default, most=10_000):
    """A number from an address, or `default` for what is none."""
    return min(int(text), most) if text and text.isdecimal() and int(text) else default
