"""`import/`: a file is uploaded, what it would change is shown, and that is written or nothing."""

from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from .. import import_files
from ..exchange import Reach
from ..handed_in import import_zones
from .page_history import describe

# More would keep a browser waiting for longer than half a minute; the command takes any number.
MOST_ROWS = 2000
# Problems and notes of one kind that are shown; their number is told beside.
SHOWN = 200


class ImportForm(forms.Form):
    file = forms.FileField(label=_("File"))
    keep_names = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Keep the former names of zones that the file names anew"),
        help_text=_(
            "Visitors go on finding a zone by the name it had. Untick it where names are only corrected."
        ),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix.lower() not in import_files.SUFFIXES:
            raise ValidationError(
                _("“%(name)s” is neither CSV nor JSON nor XLSX."), params={"name": file.name}, code="kind"
            )
        if file.size > import_files.LARGEST:
            raise ValidationError(
                _(
                    "“%(name)s” is larger than %(limit)s. Split it, or have it taken in by the command import_zones."
                ),
                params={"name": file.name, "limit": filesizeformat(import_files.LARGEST)},
                code="size",
            )
        return file


class ImportScreen:
    """For the screen of zones: a zone editor reaches own zones here too, and no others."""

    change_list_template = "admin/zones/zone_list.html"

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("import/", guarded(self.import_view), name="zones_zone_import"),
            path("import/<str:reference>/", guarded(self.import_check_view), name="zones_zone_import_check"),
            *super().get_urls(),
        ]

    def may_import(self, request):
        return self.has_change_permission(request)

    def changelist_view(self, request, extra_context=None):
        offered = {"may_import": self.may_import(request)}
        return super().changelist_view(request, offered | (extra_context or {}))

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def import_view(self, request):
        if not self.may_import(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            kept = import_files.keep(
                file.read(), file.name, by=request.user, keep_names=form.cleaned_data["keep_names"]
            )
            return HttpResponseRedirect(reverse("admin:zones_zone_import_check", args=[kept.reference]))
        return self._screen(request, "import", gettext("Import zones"), form=form)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def import_check_view(self, request, reference):
        """The dry run of a kept file; a POST writes what it showed."""
        if not self.may_import(request):
            raise PermissionDenied
        try:
            kept, content = import_files.fetch(reference, by=request.user)
        except import_files.Gone:
            messages.error(request, gettext("This file is no longer here: choose it once more."))
            return HttpResponseRedirect(reverse("admin:zones_zone_import"))
        terms = {
            "by": request.user,
            "reach": Reach.of(request.user),
            "keep_names": kept.keep_names,
            "most": MOST_ROWS,
        }
        if request.method == "POST":
            return self._write(request, kept, content, terms)
        report = import_zones(content, kept.name, dry_run=True, **terms)
        return self._screen(
            request, "import_check", gettext("What “%(file)s” would change") % {"file": kept.name},
            **told(report),
        )  # fmt: skip

    def _write(self, request, kept, content, terms):
        shown = request.POST.get("shown", "")
        if not shown:
            return HttpResponseRedirect(request.path)
        skip_bad = request.POST.get("skip_bad") == "on"
        report = import_zones(content, kept.name, expected=shown, skip_bad=skip_bad, **terms)
        if report.is_written:
            import_files.discard(kept)
            text = gettext("“%(file)s” is taken in: %(created)s new zones, %(updated)s changed.")
            messages.success(
                request, text % {"file": kept.name, "created": report.created, "updated": report.updated}
            )
            return HttpResponseRedirect(reverse("admin:zones_zone_changelist"))
        if shown != report.fingerprint:
            text = gettext(
                "The zones have changed meanwhile. Nothing was written: this is what the file would change now."
            )
        else:
            text = ngettext(
                "Nothing was written: %(count)s row is not in order.",
                "Nothing was written: %(count)s rows are not in order.",
                len(report.bad_rows),
            ) % {"count": len(report.bad_rows)}
        messages.warning(request, text)
        return HttpResponseRedirect(request.path)

    def _screen(self, request, name, title, **context):
        context |= self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "import_url": reverse("admin:zones_zone_import"),
            "most_rows": MOST_ROWS,
            "largest": filesizeformat(import_files.LARGEST),
            "sees_all": not Reach.of(request.user).is_limited,
        }
        return TemplateResponse(request, f"admin/zones/{name}.html", context)


def told(report):
    """What the template shows of a report: the first lines of each kind, and how many there are."""
    lines = []
    for row, line in report.differences:
        line.row = row
        describe(line)
        lines.append(line)
    return {
        "report": report,
        "lines": lines,
        "problems": sorted(report.problems)[:SHOWN],
        "problem_count": len(report.problems),
        "bad_rows": len(report.bad_rows),
        "notes": report.notes[:SHOWN],
        "note_count": len(report.notes),
    }
