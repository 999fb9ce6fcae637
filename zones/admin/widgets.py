"""Lean form controls for pages with hundreds of them.

Django's selects repeat every option and ask the database once per row. Here a row
holds only what it has chosen. Short lists are fetched once per page and copied into
a select when it is first used; long lists are searched on the server.
"""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.utils.translation import gettext_lazy as _

from ..fact_forms import ABOVE, NEW


class Known:
    """A select that is told the labels of rows already loaded: `known` maps keys to labels."""

    known = {}

    def optgroups(self, name, value, attrs=None):
        chosen = [str(one) for one in value if one not in (None, "")]
        if any(pk not in self.known for pk in chosen):
            self.known = self.known | self.labels_of(chosen)
        options = []
        if not self.allow_multiple_selected and not (self.is_required and chosen):
            options.append(self.create_option(name, "", self.empty_label, not chosen, 0))
        for pk in chosen:
            options.append(self.create_option(name, pk, self.known.get(pk, pk), True, len(options)))
        return [(None, options, 0)]

    def labels_of(self, keys):
        """What the rows are called, asked of the database: for values that were typed, not stored."""
        field = self.choices.field
        rows = self.choices.queryset.filter(pk__in=[key for key in keys if key.isdigit()])
        return {str(row.pk): field.label_from_instance(row) for row in rows}


class ListSelect(Known, forms.Select):
    """A choice from a short list that the page fetches once; see admin-lists.js.

    An empty row, which is there for those without script, has the whole list: `complete`.
    """

    empty_label = "—"
    complete = None

    def optgroups(self, name, value, attrs=None):
        if self.complete is None:
            return super().optgroups(name, value, attrs)
        listed = [("", self.empty_label), *self.complete]
        chosen = {str(one) for one in value}
        options = [
            self.create_option(name, key, label, str(key) in chosen, place)
            for place, (key, label) in enumerate(listed)
        ]
        return [(None, options, 0)]

    def everything(self):
        """The whole list as pairs of key and label."""
        return [(row.pk, str(row)) for row in self.choices.queryset]

    def __init__(self, list_name, attrs=None):
        super().__init__((attrs or {}) | {"data-list": list_name})


class CountrySelect(ListSelect):
    def labels_of(self, keys):
        return {str(key): str(label) for key, label in self.choices if key in keys}

    def everything(self):
        return [(key, label) for key, label in self.choices if key]


class Autocomplete(Known, AutocompleteSelect):
    empty_label = ""
    # A label round it would take the clicks that open the list.
    searches = True


class SourceSelect(Autocomplete):
    """A source by search; without script that of the row above, or the one that the page enters anew.

    What its search needs to know is the same in every row: admin-rows.js adds it from the group.
    """

    def build_attrs(self, base_attrs, extra_attrs=None):
        return base_attrs | (extra_attrs or {}) | {"data-source": ""}

    def optgroups(self, name, value, attrs=None):
        words = {ABOVE: _("the same as in the row above"), NEW: _("the new source entered below")}
        chosen = [one for one in value if one in words]
        groups = super().optgroups(name, [one for one in value if one not in words], attrs)
        options = groups[0][1]
        for word, label in words.items():
            options.append(self.create_option(name, word, label, word in chosen, len(options)))
        return groups


class AutocompleteMultiple(Known, AutocompleteSelectMultiple):
    empty_label = ""
    searches = True

    def build_attrs(self, *args, **kwargs):
        # The cross that clears all of them stands where a list allows none; each has a cross of its own.
        return super().build_attrs(*args, **kwargs) | {"data-allow-clear": "false"}


def tell_labels(form):
    """Give the form's selects the labels of the related rows that came with its instance."""
    loaded = form.instance._state.fields_cache
    prefetched = getattr(form.instance, "_prefetched_objects_cache", {})
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, Known):
            rows = prefetched.get(name, [loaded.get(name)])
            widget.known = {str(row.pk): str(row) for row in rows if row is not None}
