"""A public page is edited beside itself: the form shows and saves what waits, readers see what stands.

The waiting state is put into the rows, the normal form runs upon them, and the transaction is rolled
back; what the form has made of them is kept as a snapshot. Pages not public are saved as ever.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from .. import pending, preflight, revisions, snapshots
from ..edit_forms import BUTTONS, OF_PUBLISHERS, EditForm, mark_of, offered
from ..models import EditMove, Move, PendingEdit, Source
from ..models.publishing import Publishable
from . import confirmation

# What can be done together with saving, so that nothing typed is lost.
SAVE_AND = {
    EditMove.SUBMIT_EDIT: _("Save and submit for review"),
    EditMove.PUBLISH_EDIT: _("Save and publish the changes"),
}
# What asks before it is done, whatever is found on the page.
ASKED = (EditMove.SCHEDULE_EDIT, EditMove.DISCARD_EDIT)
TOLD = {
    EditMove.SUBMIT_EDIT: _("The changes of “%(page)s” wait for review."),
    EditMove.PUBLISH_EDIT: _("The public sees the changes of “%(page)s” now."),
    EditMove.SCHEDULE_EDIT: _("The changes of “%(page)s” are scheduled."),
    EditMove.SEND_BACK_EDIT: _("The changes of “%(page)s” went back to their writer."),
    EditMove.DISCARD_EDIT: _("The changes of “%(page)s” are thrown away. Their last state is a revision."),
}


@dataclass
class Beside:
    """The page as the public sees it, and what waits beside it."""

    live: Publishable
    edit: PendingEdit | None

    @property
    def is_used(self):
        return pending.is_edited_beside(self.live, self.edit)


class EditedBeside:
    """For the screens of pages."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        page = self._stored(object_id)
        shown = super().changeform_view
        asked = (request, object_id, form_url, extra_context)
        if request.method == "POST":
            return self._posted(page, shown, asked)
        if page is None:
            return shown(*asked)
        request.beside = Beside(page, pending.of(page))
        if request.beside.edit is None:
            return shown(*asked)
        with self._rows_say(request):
            return _rendered(shown(*asked))

    def _stored(self, object_id):
        key = unquote(object_id) if object_id else ""
        return self.model._base_manager.filter(pk=key).first() if key.isdecimal() else None

    def _rows_say(self, request):
        """What waits, in the rows of the page, and the moment at which it was last changed."""
        live, edit = request.beside.live, request.beside.edit
        return revisions.shown(live, edit and edit.snapshot, changed_at=edit and edit.changed_at)

    @transaction.atomic
    def _posted(self, page, shown, asked):
        request = asked[0]
        if page is not None:
            # Locked: two people may save at the same time, and the second is told of the first.
            page = type(page)._base_manager.select_for_update().filter(pk=page.pk).first()
        if page is None:
            return self._saved_straight(request, shown(*asked))
        request.beside = Beside(page, pending.of(page))
        if not request.beside.is_used:
            former = snapshots.take(page)
            return self._saved_straight(request, shown(*asked), page, former)
        with self._rows_say(request) as copy:
            response = _rendered(shown(*asked))
            saved = snapshots.take(type(page)._base_manager.get(pk=copy.pk)) if _was_saved(request) else None
        self._keep_entered_source(request)
        if saved is None:
            return response
        request.beside.edit = pending.keep(page, saved, by=request.user)
        if request.beside.edit is None:
            messages.info(request, gettext("The public sees exactly this already: no change waits."))
            return response
        if request.POST.get("_move") in SAVE_AND:
            return self.move_edit(request, page, {"move": request.POST["_move"]})
        return response

    def _saved_straight(self, request, response, former_page=None, former=None):
        if _was_saved(request):
            if former:
                revisions.keep_former(former_page, former)
            page = self.model._base_manager.get(pk=request.saved_page.pk)
            revisions.keep(page, snapshots.take(page), by=request.user, at=page.changed_at)
        return response

    def _keep_entered_source(self, request):
        """A source that was entered with the rows stands by itself, under the key that they name."""
        entry = getattr(request, "source_entry", None)
        source = entry and entry.found
        if source and not Source.objects.filter(pk=source.pk).exists():
            source.save(force_insert=True)

    def save_model(self, request, obj, form, change):
        beside = getattr(request, "beside", None)
        # Names that only waited were never borne in public.
        form.public_page = beside.live if beside and beside.is_used else None
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        request.saved_page = form.instance

    def delete_model(self, request, obj):
        PendingEdit.objects.filter(page=obj.uuid).delete()
        super().delete_model(request, obj)

    # --- what is done with the waiting changes

    @method_decorator(require_POST)
    def edit_view(self, request, pk):
        """`POST <pk>/edit/`: submit, publish, schedule, send back or throw away what waits."""
        page = self._page_or_404(request, pk)
        if not self.has_change_permission(request, page):
            raise PermissionDenied
        if request.POST.get("move") in OF_PUBLISHERS and not page.may(Move.PUBLISH, request.user):
            raise PermissionDenied
        return self.move_edit(request, page, request.POST)

    def move_edit(self, request, page, data):
        """Do it, or ask or tell first what was found; the answer to the request."""
        edit, home = pending.of(page), HttpResponseRedirect(self._url("change", page))
        form = EditForm(data, page=page, edit=edit, user=request.user)
        if form.is_valid():
            move = form.cleaned_data["move"]
            found = self._findings(page, edit, move)
            if found.stops or ((found or move in ASKED) and not data.get("confirmed")):
                hidden = {"move": move, "note": form.cleaned_data["note"], "seen": mark_of(edit)}
                return confirmation.ask(
                    self,
                    request,
                    page,
                    BUTTONS[EditMove(move)],
                    found,
                    action=self._url("edit", page),
                    at=form.cleaned_data["at"],
                    hidden=hidden,
                    is_careful=move == EditMove.DISCARD_EDIT,
                )
            try:
                form.make()
            except ValidationError as error:
                form.add_error(None, ValidationError(error.messages))
        if form.errors:
            for errors in form.errors.values():
                for text in errors:
                    messages.error(request, text)
            return home
        messages.success(request, str(TOLD[EditMove(move)]) % {"page": page})
        self.log_change(request, page, str(BUTTONS[EditMove(move)]))
        return home

    def _findings(self, page, edit, move):
        if move not in (EditMove.PUBLISH_EDIT, EditMove.SCHEDULE_EDIT):
            return confirmation.Findings()
        with revisions.shown(page, edit.snapshot) as copy:
            return confirmation.Findings(preflight.findings(copy))

    # --- what the panel shows of it

    def edit_context(self, request):
        """What waits beside the page of this form, and what may be done with it."""
        beside = getattr(request, "beside", None)
        if beside is None or not beside.is_used:
            return {"is_beside": False}
        live, edit, user = beside.live, beside.edit, request.user
        may_edit = self.has_change_permission(request, live)
        may_publish = may_edit and pending.may_publish(live, user) and not settings.TWO_PERSON_RULE
        saves = [EditMove.SUBMIT_EDIT, *([EditMove.PUBLISH_EDIT] if may_publish else [])]
        return {
            "is_beside": True,
            "edit": edit,
            "edit_mark": mark_of(edit),
            "edit_url": self._url("edit", live),
            "edit_moves": [
                {"move": move.value, "label": BUTTONS[move]} for move in offered(live, edit, user)
            ],
            "edit_is_outdated": bool(edit)
            and live.changed_at > edit.begun_at
            and pending.is_outdated(live, edit),
            "needs_another": bool(edit)
            and pending.may_publish(live, user)
            and pending.needs_another(edit, user),
            "save_and": [{"move": move.value, "label": SAVE_AND[move]} for move in saves] if may_edit else [],
            "now": timezone.localtime(),
        }


def _was_saved(request):
    return hasattr(request, "saved_page")


def _rendered(response):
    """The page as it reads now: afterwards the rows say something else."""
    return response.render() if hasattr(response, "render") else response
