"""A page with a life in the admin: who may touch it, its moves, its history, its previews."""

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from .. import old_addresses, pending, preflight, previews
from ..forms import BUTTONS, MoveForm, moves_offered
from ..models import Move, PageEvent, PendingEdit, PreviewLink, Stage
from ..views.preview import render_preview
from . import confirmation
from .base import RichTextAdmin
from .drafts import EditedBeside
from .fields import readable
from .trash import KeepsDeleted

# Moves that can be made together with saving, so that nothing typed is lost.
SAVE_AND = (Move.SUBMIT, Move.PUBLISH)
SAVE_AND_LABELS = {Move.SUBMIT: _("Save and submit for review"), Move.PUBLISH: _("Save and publish now")}


class StateFilter(admin.SimpleListFilter):
    """The state as it is now: scheduled, live and expired are told apart."""

    title = pgettext_lazy("page", "state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("draft", Stage.DRAFT.label),
            ("review", Stage.REVIEW.label),
            ("scheduled", _("Scheduled")),
            ("live", _("Published")),
            ("expired", _("Expired")),
            ("archived", Stage.ARCHIVED.label),
            ("waiting", _("Changes waiting")),
            ("waiting-review", _("Changes to review")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "scheduled" | "live" | "expired" as name:
                return getattr(queryset, name)()
            case "waiting" | "waiting-review" as name:
                return queryset.filter(uuid__in=pending.pages(to_review=name == "waiting-review"))
            case None:
                return queryset
            case stage:
                return queryset.filter(stage=stage)


class PageAdmin(KeepsDeleted, EditedBeside, RichTextAdmin):
    """The screens of articles and zones."""

    change_form_template = "admin/zones/page_form.html"
    show_full_result_count = False
    list_per_page = 50

    # --- who may

    def has_change_permission(self, request, obj=None):
        if not super().has_change_permission(request, obj):
            return False
        if obj is None:
            return True
        # Django asks again for every part of the screen; the page is asked once.
        answers = request.__dict__.setdefault("editable_pages", {})
        key = (self.opts.label, obj.pk, obj.stage)
        if key not in answers:
            answers[key] = obj.is_editable_by(request.user)
        return answers[key]

    def has_delete_permission(self, request, obj=None):
        """A published page is unpublished first; what the public has once seen, only a publisher removes."""
        if not super().has_delete_permission(request, obj):
            return False
        if obj is None:
            return True
        if obj.stage == Stage.PUBLISHED:
            return False
        return obj.may(Move.PUBLISH, request.user) or (
            obj.is_editable_by(request.user) and obj.published_at is None
        )

    def may_share(self, request, obj):
        """Previews are handed out by who works on the page, its writer while it is reviewed too."""
        return self.has_change_permission(request, obj) or obj.created_by_id == request.user.pk

    # --- saving

    def save_model(self, request, obj, form, change):
        former = type(obj)._base_manager.get(pk=obj.pk) if change else None
        if not change:
            obj.created_by = request.user
        obj.changed_at = timezone.now()
        super().save_model(request, obj, form, change)
        if former and former.published_at and former.get_absolute_url() != obj.get_absolute_url():
            old_addresses.remember(obj, former.get_absolute_url())

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.instance.stage == Stage.PUBLISHED:
            form.instance.announce_change()

    def response_add(self, request, obj, post_url_continue=None):
        return self._save_and_move(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._save_and_move(request, obj) or super().response_change(request, obj)

    def _save_and_move(self, request, obj):
        move = request.POST.get("_move")
        if move not in SAVE_AND or (hasattr(request, "beside") and request.beside.is_used):
            return None
        return self._make_move(request, obj, {"move": move})

    # --- addresses of its own

    def get_urls(self):
        def named(route, view, suffix):
            name = f"{self.opts.app_label}_{self.opts.model_name}_{suffix}"
            return path(f"<int:pk>/{route}", self.admin_site.admin_view(view), name=name)

        return [
            named("moves/", self.moves_view, "moves"),
            named("edit/", self.edit_view, "edit"),
            named("preview/", self.preview_view, "preview"),
            named("preview/phones/", self.phones_view, "phones"),
            named("preview-links/", self.preview_links_view, "preview_links"),
            named("preview-links/<int:link>/revoke/", self.revoke_view, "preview_revoke"),
            *super().get_urls(),
        ]

    def _url(self, suffix, obj, **kwargs):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{suffix}"
        return reverse(name, args=[obj.pk, *kwargs.values()])

    def _page_or_404(self, request, pk):
        page = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_or_change_permission(request, page):
            raise PermissionDenied
        return page

    @method_decorator(require_POST)
    def moves_view(self, request, pk):
        """`POST <pk>/moves/`: the only address at which the stage of a page changes by itself."""
        page = self._page_or_404(request, pk)
        requested = request.POST.get("move")
        if requested in Move.values and not page.may(requested, request.user):
            raise PermissionDenied
        return self._make_move(request, page, request.POST)

    def _make_move(self, request, page, data):
        """Make the move, or ask or tell first what was found; the answer to the request."""
        home = HttpResponseRedirect(self._url("change", page))
        form = MoveForm(data, page=page, user=request.user)
        try:
            if form.is_valid():
                question = self._question(request, page, form.cleaned_data, data.get("confirmed"))
                if question:
                    return question
                form.make()
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        if form.errors:
            for errors in form.errors.values():
                for text in errors:
                    messages.error(request, text)
            return home
        event = gettext("“%(page)s” is %(state)s now.") % {
            "page": page,
            "state": str(page.state_label).lower(),
        }
        messages.success(request, event)
        self.log_change(request, page, str(BUTTONS[Move(form.cleaned_data["move"])]))
        return home

    def _question(self, request, page, asked, is_confirmed):
        """Errors stand in the way of publishing; warnings, a set moment, links to nowhere are confirmed first."""
        found = confirmation.Findings()
        if asked["move"] == Move.PUBLISH:
            found += preflight.findings(page)
            if not found.stops and (is_confirmed or not (found or asked["at"])):
                return None
        elif is_confirmed or not confirmation.breaks_links(page, asked["move"]):
            return None
        button = _("Schedule") if asked["at"] else BUTTONS[asked["move"]]
        return confirmation.ask(
            self,
            request,
            page,
            button,
            found,
            action=self._url("moves", page),
            at=asked["at"],
            hidden={"move": asked["move"], "note": asked["note"]},
        )

    @method_decorator(
        [require_safe, never_cache, xframe_options_sameorigin, csp_replace({"frame-ancestors": [SELF]})]
    )
    def preview_view(self, request, pk):
        """In frames of ours too: `phones_view` shows it at the width of a telephone."""
        return render_preview(request, self._page_or_404(request, pk))

    @method_decorator([require_safe, never_cache, csp_update({"frame-src": [SELF]})])
    def phones_view(self, request, pk):
        page = self._page_or_404(request, pk)
        context = self.admin_site.each_context(request) | {
            "title": gettext("Preview at the width of a telephone"),
            "opts": self.opts,
            "original": page,
            "previews": self._previews(page),
        }
        return TemplateResponse(request, "admin/zones/phones.html", context)

    def _previews(self, page):
        """In each language: its name, its code and the address of the preview."""
        found = []
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                address = self._url("preview", page)
            found.append(
                {"name": translation.get_language_info(code)["name_local"], "code": code, "url": address}
            )
        return found

    @method_decorator(require_POST)
    def preview_links_view(self, request, pk):
        page = self._page_or_404(request, pk)
        if not self.may_share(request, page):
            raise PermissionDenied
        token = previews.share(page, by=request.user)
        address = request.build_absolute_uri(reverse("zones:preview", args=[token]))
        messages.success(
            request,
            gettext("This link shows the page for 7 days to whoever has it. Copy it now: %(address)s")
            % {"address": address},
        )
        return HttpResponseRedirect(self._url("change", page))

    @method_decorator(require_POST)
    def revoke_view(self, request, pk, link):
        page = self._page_or_404(request, pk)
        if not self.may_share(request, page):
            raise PermissionDenied
        previews.revoke(get_object_or_404(PreviewLink, pk=link, page=page.uuid))
        messages.success(request, gettext("The preview link no longer works."))
        return HttpResponseRedirect(self._url("change", page))

    # --- what the screen shows beside the form

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj is not None and obj.is_live() else None

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (title, options | {"fields": list(self._readable(options["fields"]))})
            for title, options in fieldsets
        ]

    def get_readonly_fields(self, request, obj=None):
        names = super().get_readonly_fields(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return names
        return [*names, *filter(callable, flatten_fieldsets(self.get_fieldsets(request, obj)))]

    def _readable(self, names):
        for name in names:
            if isinstance(name, list | tuple):
                yield tuple(self._readable(name))
            elif name != "version":
                is_translated = hasattr(self.opts.get_field(name), "translated_field")
                yield readable(self.model, name) if is_translated else name

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        user = request.user
        page = obj if obj is not None else self.model()
        if obj is None:
            # What has no row yet is about to be an own draft.
            page.created_by = user
        offered = moves_offered(page if obj is None else request.beside.live, user)
        context["show_save_and_add_another"] = False
        context["save_and"] = [
            {"move": move.value, "label": SAVE_AND_LABELS[move]} for move in SAVE_AND if move in offered
        ]
        if obj is not None:
            context |= self._panel(request, obj, offered) | self.edit_context(request)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _panel(self, request, obj, offered):
        may_share = self.may_share(request, obj)
        links = previews.links_to(obj) if may_share else []
        return {
            "page": request.beside.live,
            "moves": [{"move": move.value, "label": BUTTONS[move]} for move in offered],
            "moves_url": self._url("moves", obj),
            "previews": self._previews(obj),
            "phones_url": self._url("phones", obj),
            "preview_links_url": self._url("preview_links", obj) if may_share else "",
            "preview_links": [
                {"link": link, "revoke_url": self._url("preview_revoke", obj, link=link.pk)} for link in links
            ],
            "live_url": self.get_view_on_site_url(request.beside.live),
            "history": PageEvent.objects.filter(page=obj.uuid)
            .select_related("by")
            .order_by("-at", "-pk")[:20],
            "now": timezone.localtime(),
        }

    # --- columns of the list

    @admin.display(description=pgettext_lazy("page", "state"), ordering="stage")
    def state(self, obj):
        if getattr(obj, "changes_wait", False):
            return gettext("%(state)s, changes wait") % {"state": obj.state_label}
        return obj.state_label

    def get_queryset(self, request):
        pages = super().get_queryset(request)
        match = request.resolver_match
        if match and (match.url_name or "").endswith("_changelist"):
            pages = pages.annotate(changes_wait=Exists(PendingEdit.objects.filter(page=OuterRef("uuid"))))
        return pages
