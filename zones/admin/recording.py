"""What editors save is kept in the history: who, when, and what stood there before."""

from django.utils import timezone

from .. import changes, former_names
from ..models import Change, ZoneName


class Recorded:
    """For the screens of pages. The page's own columns and every row of its groups are compared with the store."""

    def save_model(self, request, obj, form, change):
        form.before = _stored_values(obj) if change and form.changed_data else {}
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        stored = _stored_rows(formset)
        super().save_formset(request, form, formset, change)
        with changes.first_language():
            form.lines += _lines_of(form.instance, formset, stored)

    def save_related(self, request, form, formsets, change):
        form.lines = []
        super().save_related(request, form, formsets, change)
        page = form.instance
        with changes.first_language():
            if not change:
                form.lines.append(changes.added(page, page))
            elif form.before:
                form.lines[:0] = changes.compared(page, page, form.before, changes.values(page))
            form.lines += [changes.added(page, row) for row in self.kept_beside(form)]
            changes.record(form.lines, by=request.user, way=Change.Way.FORM)

    def kept_beside(self, form):
        """Rows that saving the page has made, beside those that were entered."""
        return []

    def delete_model(self, request, obj):
        lines = _farewells([obj])
        super().delete_model(request, obj)
        changes.record(lines, by=request.user, way=Change.Way.FORM)

    def delete_queryset(self, request, queryset):
        lines = _farewells(queryset)
        super().delete_queryset(request, queryset)
        changes.record(lines, by=request.user, way=Change.Way.FORM)


class NamesKept:
    """A zone that has been public is found by the name that is taken from it, unless its editor says otherwise."""

    TICK = "keep_former_name"

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not fieldsets or obj is None or obj.published_at is None:
            return fieldsets
        if not self.has_change_permission(request, obj):
            return fieldsets
        (title, options), *rest = fieldsets
        names, *fields = options["fields"]
        return [(title, options | {"fields": [names, self.TICK, *fields]}), *rest]

    def kept_beside(self, form):
        zone, before = form.instance, getattr(form, "before", {})
        if not before or not form.cleaned_data.get(self.TICK):
            return []
        public = getattr(form, "public_page", None)
        if public is not None:
            # Of a page that is edited beside itself, the names that the public knows are left behind.
            if not {*former_names.COLUMNS} & {*form.changed_data}:
                return []
            before = before | {name: getattr(public, name) for name in former_names.COLUMNS}
        known = zone.other_names.values_list("text", flat=True)
        rows = former_names.left_behind(zone, before, list(known), on=timezone.localdate())
        return ZoneName.objects.bulk_create(rows)


def _stored_values(page):
    model = type(page)
    links = [field.name for field in model._meta.fields if field.many_to_one]
    return changes.values(model._base_manager.select_related(*links).get(pk=page.pk))


def _stored_rows(formset):
    """The rows that are about to be changed or removed, as they stand: one query for each group."""
    touched = [form for form in formset.initial_forms if form.has_changed()]
    keys = {form.instance.pk for form in [*touched, *formset.deleted_forms] if form.instance.pk}
    if not keys:
        return {}
    model = formset.model
    links = [field.name for field in model._meta.fields if field.many_to_one]
    many = [field.name for field in model._meta.many_to_many]
    rows = model._base_manager.select_related(*links).prefetch_related(*many).filter(pk__in=keys)
    return {row.pk: (row, changes.values(row)) for row in rows}


def _lines_of(page, formset, stored):
    for row in formset.new_objects:
        yield changes.added(page, row)
    for row, _names in formset.changed_objects:
        if row.pk in stored:
            yield from changes.compared(page, row, stored[row.pk][1], changes.values(row))
    # The removed ones by the copies that still have their keys.
    gone = stored.keys() - set(formset.model._base_manager.filter(pk__in=stored).values_list("pk", flat=True))
    for key in sorted(gone):
        yield changes.removed(page, stored[key][0])


def _farewells(pages):
    with changes.first_language():
        return [changes.removed(page, page) for page in pages]
