"""The officers' screens: queues, list and thread side by side.

Every address checks the permission on the server. A step made on a page that has
become old answers 409, with what was typed still in its field.
"""

import logging
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ..models import QUEUES, Attachment, Inquiry, InquiryEvent, Message, Stale
from . import forms

log = logging.getLogger(__name__)
MAY_WORK = "inquiries.work_inbox"
ROWS = 50
ROWS_BESIDE_A_THREAD = 25
# Where an officer starts: the first of these that has something in it.
FIRST_LOOK = ("overdue", "due", "mine", "screen", "unassigned", "quarantine")


class Page(NamedTuple):
    """One page of a list of any length: it looks one row ahead and counts nothing."""

    rows: list
    number: int
    has_next: bool

    @classmethod
    def of(cls, listed, asked, size):
        number = max(1, int(asked)) if asked.isdecimal() and len(asked) < 6 else 1
        found = list(listed[(number - 1) * size : number * size + 1])
        return cls(found[:size], number, len(found) > size)

    @property
    def previous(self):
        return self.number - 1

    @property
    def next(self):
        return self.number + 1


@method_decorator(never_cache, name="dispatch")
class Screen(PermissionRequiredMixin, View):
    """What all screens share: who may see them, and the pane of queues."""

    permission_required = MAY_WORK

    def panes(self, rows, *, beside=None):
        """The queues with their counts, and the list of the chosen one, perhaps `beside` an open inquiry."""
        asked = self.request.GET
        text = forms.SearchForm(asked)
        search = text.cleaned_data["q"] if text.is_valid() else ""
        counts = Inquiry.objects.queue_counts(user=self.request.user)
        name = asked.get("queue", "")
        if name not in QUEUES:
            name = "all" if search else next((queue for queue in FIRST_LOOK if counts[queue]), "screen")
        listed = Inquiry.objects.in_queue(name, user=self.request.user).for_listing()
        listed = listed.search(search).order_by("-received_at", "-pk") if search else listed.next_due_first()
        if not search and name in ("closed", "all", "spam"):
            listed = listed.order_by("-received_at", "-pk")
        page = Page.of(listed, asked.get("page", ""), rows)
        # Together with the open inquiry's own, in one query.
        prefetch_related_objects([*page.rows, *([beside] if beside else [])], "zones")
        return {
            "queues": [
                {"queue": queue, "count": counts.get(queue.name), "is_current": queue.name == name}
                for queue in QUEUES.values()
            ],
            "queue": QUEUES[name],
            "search": search,
            "page": page,
            "place": urlencode({"queue": name} | ({"q": search} if search else {})),
        }


class Queue(Screen):
    def get(self, request):
        return render(request, "inbox/queue.html", self.panes(ROWS))


class Thread(Screen):
    """One inquiry: what was said and done, and what may be done now."""

    http_method_names = ["get", "head"]

    def get(self, request, ref):
        inquiry = get_object_or_404(Inquiry.objects.for_thread(), reference=ref)
        return self.page(inquiry)

    def page(self, inquiry, *, answered=None, is_stale=False, status=200):
        """The thread; `answered` is the form whose errors or typed words it keeps."""
        user = self.request.user
        panes = self.panes(ROWS_BESIDE_A_THREAD, beside=inquiry)
        steps = {
            "reply_form": forms.ReplyForm,
            "note_form": forms.NoteForm,
            "move_form": forms.MoveForm,
            "priority_form": forms.PriorityForm,
        }
        if user.has_perm("inquiries.assign_inquiry"):
            steps["assignment_form"] = forms.AssignmentForm
        context = panes | {
            name: answered if isinstance(answered, form) else form(inquiry=inquiry, by=user)
            for name, form in steps.items()
        }
        context |= {
            "inquiry": inquiry,
            "timeline": timeline(inquiry),
            "next_inquiry": next((row for row in panes["page"].rows if row.pk != inquiry.pk), None),
            "answered": answered,
            "is_stale": is_stale,
        }
        return render(self.request, "inbox/thread.html", context, status=status)


def timeline(inquiry):
    """Messages and events in the order in which they happened; an event that is a message stands once."""
    said = list(
        Message.objects.filter(inquiry=inquiry)
        .select_related("author", "mail")
        .annotate(has_files=Exists(Attachment.objects.filter(message=OuterRef("pk"))))
    )
    prefetch_related_objects([message for message in said if message.has_files], "attachments")
    done = InquiryEvent.objects.filter(inquiry=inquiry, message__isnull=True).select_related("by", "to_user")
    entries = [(message.created_at, 0, message.pk, message) for message in said]
    entries += [(event.at, 1, event.pk, event) for event in done]
    return [
        {"message": entry} if isinstance(entry, Message) else {"event": entry}
        for *_moment, entry in sorted(entries, key=lambda entry: entry[:3])
    ]


class Step(Thread):
    """A step as a resource: POST makes it. Its form says which verb."""

    http_method_names = ["get", "head", "post"]
    form_class = None

    def get(self, request, ref):
        """Where a login leads back to when the session ended before the step was sent."""
        return HttpResponseRedirect(get_object_or_404(Inquiry, reference=ref).get_absolute_url())

    def post(self, request, ref):
        inquiry = get_object_or_404(Inquiry, reference=ref)
        form = self.form_class(request.POST, inquiry=inquiry, by=request.user)
        if form.is_valid():
            try:
                with transaction.atomic():
                    locked = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
                    locked.require_version(form.cleaned_data["version"])
                    form.perform(locked)
            except Stale:
                return self._again(ref, form, is_stale=True, status=409)
            except OperationalError as error:
                log.error("A step could not be stored: %s", type(error).__name__)
                form.add_error(
                    None, _("Nothing was stored just now. What you typed is still here: send it once more.")
                )
                return self._again(ref, form, status=503)
            except ValidationError as error:
                for field, problems in _by_field(error).items():
                    form.add_error(field if field in form.fields else None, problems)
            else:
                messages.success(request, form.done)
                place = request.GET.urlencode()
                return HttpResponseRedirect(
                    f"{locked.get_absolute_url()}{'?' if place else ''}{place}", status=303
                )
        return self._again(ref, form, status=422)

    def _again(self, ref, form, *, status, is_stale=False):
        inquiry = get_object_or_404(Inquiry.objects.for_thread(), reference=ref)
        if is_stale:
            # What was typed stays; the next press of the button speaks about what is shown now.
            form.data = form.data.copy()
            form.data["version"] = inquiry.version
        return self.page(inquiry, answered=form, is_stale=is_stale, status=status)


def _by_field(error):
    return error.message_dict if hasattr(error, "error_dict") else {None: error.messages}


class Screenings(Step):
    form_class = forms.ScreeningForm


class Assignments(Step):
    form_class = forms.AssignmentForm


class Moves(Step):
    form_class = forms.MoveForm


class Priorities(Step):
    form_class = forms.PriorityForm


class Notes(Step):
    form_class = forms.NoteForm


class Replies(Step):
    form_class = forms.ReplyForm


class Revocations(Step):
    form_class = forms.RevocationForm


@require_GET
@never_cache
@login_required
@permission_required(MAY_WORK, raise_exception=True)
def attachment(request, pk):
    """A sender's file, as a download only: nothing of it is ever shown inside the portal."""
    kept = get_object_or_404(Attachment, pk=pk)
    try:
        file = kept.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, as_attachment=True, filename=kept.name, content_type="application/octet-stream")
