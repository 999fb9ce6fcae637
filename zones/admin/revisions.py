"""`<pk>/revisions/`: the states of a page that were saved, what differs between two, and having one again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from .. import changes, pending, revisions, snapshots, word_differences
from ..models import Image, Revision, Zone
from .own_zones import OF_THE_PORTAL, is_limited
from .page_history import describe

PER_PAGE = 25
# What can be compared beside the revisions.
LIVE, EDIT = "live", "edit"


class RevisionPages:
    """For the screens of pages."""

    def get_urls(self):
        def named(route, view, suffix):
            name = f"{self.opts.app_label}_{self.opts.model_name}_{suffix}"
            return path(f"<int:pk>/revisions/{route}", self.admin_site.admin_view(view), name=name)

        return [
            named("", self.revisions_view, "revisions"),
            named("difference/", self.difference_view, "difference"),
            named("<int:revision>/restore/", self.restore_view, "restore"),
            *super().get_urls(),
        ]

    def _panel(self, request, obj, offered):
        return super()._panel(request, obj, offered) | {
            "revisions_url": self._url("revisions", obj),
            "difference_url": f"{self._url('difference', obj)}?one={LIVE}&other={EDIT}",
        }

    @method_decorator(require_safe)
    def revisions_view(self, request, pk):
        """`GET revisions/?p=`: who saved the page when, on which occasion."""
        page = self._page_or_404(request, pk)
        rows = Revision.objects.filter(page=page.uuid).defer("snapshot").select_related("by")
        part = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
        edit = pending.of(page)
        context = self._shared(request, page) | {
            "title": gettext("Revisions of %(page)s") % {"page": page},
            "part": part,
            "edit": edit,
            "live_label": _live_label(page),
            "may_restore": self.has_change_permission(request, page),
            "is_beside": pending.is_edited_beside(page, edit),
            "difference_url": self._url("difference", page),
        }
        for row in part:
            row.restore_url = self._url("restore", page, revision=row.pk)
        return TemplateResponse(request, "admin/zones/revisions.html", context)

    @method_decorator(require_safe)
    def difference_view(self, request, pk):
        """`GET revisions/difference/?one=&other=`: two revisions, or one and what is live or waits."""
        page = self._page_or_404(request, pk)
        one, other = (self._state(page, request.GET.get(name, "")) for name in ("one", "other"))
        lines = revisions.differences(page, one["snapshot"], other["snapshot"])
        for line in lines:
            describe(line)
            if line.field:
                line.pieces = word_differences.pieces(line.before, line.after)
        context = self._shared(request, page) | {
            "title": gettext("Differences of %(page)s") % {"page": page},
            "one": one,
            "other": other,
            "lines": lines,
            "pictures": _pictures(type(page), one["snapshot"], other["snapshot"]),
            "revisions_url": self._url("revisions", page),
        }
        return TemplateResponse(request, "admin/zones/revision_difference.html", context)

    @method_decorator(require_POST)
    def restore_view(self, request, pk, revision):
        """`POST revisions/<revision>/restore/`: as a draft or as changes that wait, never straight to the public."""
        page = self._page_or_404(request, pk)
        if not self.has_change_permission(request, page):
            raise PermissionDenied
        row = get_object_or_404(Revision, pk=revision, page=page.uuid)
        snapshot = row.snapshot
        if isinstance(page, Zone) and is_limited(request.user):
            # The address, the code and the end of a zone are not this person's to change.
            kept = snapshots.take(page)["fields"]
            own = {name: kept[name] for name in OF_THE_PORTAL}
            snapshot = snapshot | {"fields": snapshot["fields"] | own}
        home = HttpResponseRedirect(self._url("change", page))
        is_beside = pending.is_edited_beside(page, pending.of(page))
        try:
            edit = pending.restore(page, row, snapshot, by=request.user)
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, text)
            return home
        moment = date_format(timezone.localtime(row.at), "DATETIME_FORMAT")
        if not is_beside:
            told = gettext("The page says again what it said on %(moment)s.")
        elif edit:
            told = gettext(
                "What the page said on %(moment)s waits as changes. The public does not see it yet."
            )
        else:
            told = gettext("The public sees exactly what the page said on %(moment)s: no change waits.")
        messages.success(request, told % {"moment": moment})
        return home

    def _shared(self, request, page):
        return self.admin_site.each_context(request) | {"opts": self.opts, "original": page}

    def _state(self, page, key):
        """What is compared, by its name in the address: its label and its snapshot."""
        if key == LIVE:
            return {"label": _live_label(page), "snapshot": snapshots.take(page)}
        if key == EDIT:
            edit = pending.of(page)
            if edit is None:
                raise Http404
            return {"label": gettext("the changes that wait"), "snapshot": edit.snapshot}
        if not key.isdecimal():
            raise Http404
        row = get_object_or_404(Revision.objects.select_related("by"), pk=key, page=page.uuid)
        who = (row.by and (row.by.get_full_name() or row.by.get_username())) or gettext("by a command")
        moment = date_format(timezone.localtime(row.at), "DATETIME_FORMAT")
        return {"label": f"{moment} · {row.get_occasion_display()} · {who}", "snapshot": row.snapshot}


def _live_label(page):
    return gettext("what the public sees") if page.is_live() else gettext("what the page says now")


def _pictures(model, one, other):
    """The pictures that only one of the two shows: gone and new."""
    gone, new = _shown(model, one), _shown(model, other)
    images = Image.objects.prefetch_related("renditions").in_bulk(gone ^ new)
    return {
        "gone": [images[key] for key in sorted(gone - new) if key in images],
        "new": [images[key] for key in sorted(new - gone) if key in images],
    }


def _shown(model, snapshot):
    records = [(model, snapshot)]
    for group, part in changes.PARTS[model._meta.model_name].items():
        records += [(part, record) for record in snapshot["parts"].get(group, [])]
    keys = {
        record["fields"].get(field.name)
        for owner, record in records
        for field in owner._meta.concrete_fields
        if field.related_model is Image
    }
    return keys - {None}
