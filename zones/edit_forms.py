"""What is done with the changes that wait beside a public page."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import pending
from .models import EditMove, PendingEdit

BUTTONS = {
    EditMove.SUBMIT_EDIT: _("Submit the changes for review"),
    EditMove.PUBLISH_EDIT: _("Publish changes now"),
    EditMove.SCHEDULE_EDIT: _("Schedule the changes"),
    EditMove.SEND_BACK_EDIT: _("Send the changes back"),
    EditMove.DISCARD_EDIT: _("Throw the changes away"),
}
# What only somebody with the right to publish may ask for.
OF_PUBLISHERS = (EditMove.PUBLISH_EDIT, EditMove.SCHEDULE_EDIT, EditMove.SEND_BACK_EDIT)


def offered(page, edit, user):
    """What makes sense now and what `user` may do, in the order of `BUTTONS`."""
    if edit is None or not page.is_editable_by(user):
        return []
    found = {EditMove.DISCARD_EDIT}
    if edit.stage == PendingEdit.Stage.DRAFT:
        found.add(EditMove.SUBMIT_EDIT)
    if pending.may_publish(page, user):
        if edit.stage == PendingEdit.Stage.REVIEW:
            found.add(EditMove.SEND_BACK_EDIT)
        if not pending.needs_another(edit, user):
            found |= {EditMove.PUBLISH_EDIT, EditMove.SCHEDULE_EDIT}
    return [move for move in BUTTONS if move in found]


class EditForm(forms.Form):
    """One thing done with the waiting changes, among those that this person may do now."""

    move = forms.ChoiceField()
    at = forms.DateTimeField(required=False, label=_("publish at"))
    note = forms.CharField(required=False, max_length=2000, label=_("note"))
    # Of the changes as they were when the button was shown.
    seen = forms.CharField(required=False)

    def __init__(self, *args, page, edit, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.page, self.edit, self.user = page, edit, user
        self.fields["move"].choices = [(move, BUTTONS[move]) for move in offered(page, edit, user)]
        self.fields["move"].error_messages["invalid_choice"] = _(
            "This is not possible with the changes of this page now, or not yours to do."
        )

    def clean(self):
        cleaned = super().clean()
        move, at = cleaned.get("move"), cleaned.get("at")
        if move == EditMove.SEND_BACK_EDIT and not cleaned.get("note"):
            self.add_error("note", _("Say in a sentence what is missing: the writer reads it."))
        if move == EditMove.SCHEDULE_EDIT and "at" not in self.errors:
            if at is None:
                self.add_error("at", _("Enter the day and the time."))
            elif at <= timezone.now():
                self.add_error("at", _("This moment has passed. Leave it empty to publish now."))
        if move and cleaned.get("seen") and cleaned["seen"] != mark_of(self.edit):
            raise ValidationError(
                _("Somebody has changed the text since you looked: look at it again, then decide."),
                code="stale",
            )
        return cleaned

    def make(self):
        """Do it; ValidationError where the page has changed meanwhile."""
        page, by, note = self.page, self.user, self.cleaned_data["note"]
        match self.cleaned_data["move"]:
            case EditMove.SUBMIT_EDIT:
                pending.submit(page, by=by, note=note)
            case EditMove.PUBLISH_EDIT:
                pending.publish(page, by=by, note=note)
            case EditMove.SCHEDULE_EDIT:
                pending.schedule(page, self.cleaned_data["at"], by=by, note=note)
            case EditMove.SEND_BACK_EDIT:
                pending.send_back(page, by=by, note=note)
            case EditMove.DISCARD_EDIT:
                pending.discard(page, by=by, note=note)


def mark_of(edit):
    """A mark of what the changes say, for buttons that mean just these."""
    return edit.changed_at.isoformat() if edit else ""
