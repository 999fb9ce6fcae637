"""`import/` of news: files and web pages, their dry run, and the drafts that they become."""

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
from ..exchange import import_articles
from ..models import Section
from .imports import told

MOST_ROWS = 1000
SUFFIXES = (".csv", ".json", ".html", ".htm", ".zip")


class ArticleImportForm(forms.Form):
    file = forms.FileField(label=_("File"))
    section = forms.ModelChoiceField(
        Section.objects.all(),
        required=False,
        to_field_name="slug",
        label=_("Section of web pages"),
        help_text=_("For pages whose own path names no section of this portal."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix.lower() not in SUFFIXES:
            raise ValidationError(
                _("“%(name)s” is neither CSV nor JSON nor HTML nor a ZIP of pages."),
                params={"name": file.name},
                code="kind",
            )
        if file.size > import_files.LARGEST:
            raise ValidationError(
                _(
                    "“%(name)s” is larger than %(limit)s. Split it, or have it taken in by the command import_articles."
                ),
                params={"name": file.name, "limit": filesizeformat(import_files.LARGEST)},
                code="size",
            )
        return file


class ArticleImportScreen:
    """For the screen of articles. Who may publish may take in: a file can change what others have written."""

    change_list_template = "admin/zones/article_list.html"

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("import/", guarded(self.import_view), name="zones_article_import"),
            path(
                "import/<str:reference>/", guarded(self.import_check_view), name="zones_article_import_check"
            ),
            *super().get_urls(),
        ]

    def may_import(self, request):
        return self.has_add_permission(request) and request.user.has_perm("zones.publish_article")

    def changelist_view(self, request, extra_context=None):
        offered = {"may_import": self.may_import(request)}
        return super().changelist_view(request, offered | (extra_context or {}))

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def import_view(self, request):
        if not self.may_import(request):
            raise PermissionDenied
        form = ArticleImportForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
        if form.is_valid():
            file, section = form.cleaned_data["file"], form.cleaned_data["section"]
            kept = import_files.keep(
                file.read(), file.name, by=request.user, section=section.slug if section else ""
            )
            return HttpResponseRedirect(reverse("admin:zones_article_import_check", args=[kept.reference]))
        return self._screen(request, "article_import", gettext("Import news"), form=form)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def import_check_view(self, request, reference):
        """The dry run of a kept file; a POST writes what it showed."""
        if not self.may_import(request):
            raise PermissionDenied
        try:
            kept, content = import_files.fetch(reference, by=request.user)
        except import_files.Gone:
            messages.error(request, gettext("This file is no longer here: choose it once more."))
            return HttpResponseRedirect(reverse("admin:zones_article_import"))
        terms = {"by": request.user, "section": kept.section, "most": MOST_ROWS}
        if request.method == "POST":
            return self._write(request, kept, content, terms)
        report = import_articles(content, kept.name, dry_run=True, **terms)
        title = gettext("What “%(file)s” would change") % {"file": kept.name}
        return self._screen(request, "article_import_check", title, **told(report))

    def _write(self, request, kept, content, terms):
        shown = request.POST.get("shown", "")
        if not shown:
            return HttpResponseRedirect(request.path)
        skip_bad = request.POST.get("skip_bad") == "on"
        report = import_articles(content, kept.name, expected=shown, skip_bad=skip_bad, **terms)
        if report.is_written:
            import_files.discard(kept)
            text = gettext("“%(file)s” is taken in: %(created)s new articles as drafts, %(updated)s changed.")
            words = {"file": kept.name, "created": report.created, "updated": report.updated}
            messages.success(request, text % words)
            return HttpResponseRedirect(reverse("admin:zones_article_changelist"))
        if shown != report.fingerprint:
            text = gettext(
                "The news has changed meanwhile. Nothing was written: this is what the file would change now."
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
            "import_url": reverse("admin:zones_article_import"),
            "most_rows": MOST_ROWS,
            "largest": filesizeformat(import_files.LARGEST),
        }
        return TemplateResponse(request, f"admin/zones/{name}.html", context)
