"""What officers do, one form per resource. Each knows which verb of the inquiry it calls."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms import Line, Text
from ..models import Moderation, Outcome, Priority, Status
from ..models.event import name_of
from ..models.message import LONGEST_TEXT
from ..roles import officers


class StepForm(forms.Form):
    """One step on an inquiry. `version` is that of the page on which it was decided.

    Each kind calls its verb in `perform(inquiry)`, with the inquiry locked.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    use_required_attribute = False
    # What the officer reads when the step is done.
    done = _("Done.")

    def __init__(self, *args, inquiry, by, **kwargs):
        self.inquiry, self.by = inquiry, by
        # Several of these stand on one page.
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, initial={"version": inquiry.version}, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)


class ScreeningForm(StepForm):
    verdict = forms.ChoiceField(
        choices=[(verdict, verdict.label) for verdict in (Moderation.CLEAN, Moderation.SPAM)]
    )

    def perform(self, inquiry):
        if self.cleaned_data["verdict"] == Moderation.CLEAN:
            inquiry.release(by=self.by)
        else:
            inquiry.mark_spam(by=self.by)


class OfficerField(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return name_of(user)


class AssignmentForm(StepForm):
    owner = OfficerField(None, label=_("Owner"), required=False, empty_label=_("Nobody"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = officers()
        self.initial["owner"] = self.inquiry.owner_id

    def perform(self, inquiry):
        inquiry.assign(self.cleaned_data["owner"], by=self.by)


class MoveForm(StepForm):
    status = forms.ChoiceField(label=_("New status"))
    outcome = forms.ChoiceField(
        label=_("How it ended"),
        required=False,
        choices=[("", _("Only for closing")), *Outcome.choices],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # All of them, not the legal ones: a page that is old must hear what has changed.
        self.fields["status"].choices = Status.choices
        self.offered = [(status, status.label) for status in self.inquiry.legal_moves]

    def perform(self, inquiry):
        inquiry.move_to(self.cleaned_data["status"], outcome=self.cleaned_data["outcome"], by=self.by)


class PriorityForm(StepForm):
    priority = forms.TypedChoiceField(label=_("Priority"), choices=Priority.choices, coerce=int)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["priority"] = self.inquiry.priority

    def perform(self, inquiry):
        inquiry.prioritise(self.cleaned_data["priority"], by=self.by)


class NoteForm(StepForm):
    text = Text(
        label=_("Internal note"),
        max_length=LONGEST_TEXT,
        help_text=_("Only officers read it."),
        error_messages={"required": _("Write the note.")},
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def perform(self, inquiry):
        inquiry.note(self.cleaned_data["text"], by=self.by)


class ReplyForm(StepForm):
    done = _("The reply is in the outbox.")

    text = Text(
        label=_("Reply by e-mail"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Write the reply.")},
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto"}),
    )
    then = forms.ChoiceField(
        label=_("Afterwards"),
        initial=Status.WAITING_SENDER,
        choices=[
            (Status.WAITING_SENDER, _("wait for the sender")),
            (Status.OPEN, _("keep open: more will follow")),
            (Status.WAITING_INSIDE, _("wait for somebody inside")),
            (Status.CLOSED, _("close as answered")),
        ],
    )

    def perform(self, inquiry):
        inquiry.reply(self.cleaned_data["text"], then=self.cleaned_data["then"], by=self.by)


class RevocationForm(StepForm):
    done = _("The private links are closed.")

    def perform(self, inquiry):
        inquiry.revoke_links(by=self.by)


class SearchForm(forms.Form):
    q = Line(required=False, max_length=200)
