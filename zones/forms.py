"""What editors fill in: pages, and the moves of a page's life. Facts and pictures have modules of their own."""

import hashlib
import itertools
import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from .models import RESERVED_SLUGS, Move, Zone
from .text import pinyin

BUTTONS = {
    Move.SUBMIT: _("Submit for review"),
    Move.PUBLISH: _("Publish now"),
    Move.SEND_BACK: _("Send back"),
    Move.UNPUBLISH: _("Unpublish"),
    Move.ARCHIVE: pgettext_lazy("page move", "Archive"),
    Move.REOPEN: _("Reopen as a draft"),
}


def fingerprint(values):
    """A short mark of some named values: the same for what was shown and what came back untouched."""
    text = "\x1f".join(f"{name}={as_posted(value)}" for name, value in sorted(values.items()))
    return hashlib.blake2s(text.encode(), digest_size=6).hexdigest()


def as_posted(value):
    """A value as a browser sends it back, whatever it was shown as."""
    if value in (None, ""):
        return ""
    if isinstance(value, list | tuple):
        return ",".join(sorted(str(getattr(one, "pk", one)) for one in value))
    return str(value).replace("\r\n", "\n").strip()


class TranslatedForm(forms.ModelForm):
    """A form whose required texts must be there in one language, whichever it is."""

    def clean(self):
        cleaned = super().clean()
        for name, columns in translator.get_options_for_model(self._meta.model).all_fields.items():
            inputs = [column.name for column in columns if column.name in self.fields]
            if not inputs or self._meta.model._meta.get_field(name).blank:
                continue
            if not any(cleaned.get(one) or one in self.errors for one in inputs):
                self.add_error(inputs[0], _("Fill this in, in one language at least."))
        return cleaned


class PageForm(TranslatedForm):
    """The form of a page. It notices when somebody else has saved the page meanwhile."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "version" in self.fields and self.instance.pk:
            self.initial["version"] = self.stored_version()

    def stored_version(self):
        return self.instance.changed_at.isoformat()

    def stale_error(self):
        """What is told where somebody else has saved meanwhile."""
        return ValidationError(
            _(
                "Somebody else saved this page at %(moment)s, after you opened it. What you typed is kept "
                "below: compare the two in a second window, then save again to replace the other version."
            ),
            code="stale",
            params={"moment": date_format(timezone.localtime(self.instance.changed_at), "DATETIME_FORMAT")},
        )

    def clean(self):
        cleaned = super().clean()
        version, stored = cleaned.get("version"), self.initial.get("version")
        if version and stored and version != stored:
            # The next press of the button is a decision, so it is let through.
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = stored
            raise self.stale_error()
        return cleaned

    def fill_slug(self, source, **among):
        """Write the address where the editor left it empty: from the English text, else from pinyin.

        It is a free one among the pages that `among` filters.
        """
        if self.cleaned_data.get("slug"):
            return
        length = self.instance._meta.get_field("slug").max_length
        text = self.cleaned_data.get(f"{source}_en") or pinyin(
            self.cleaned_data.get(f"{source}_zh_hans") or ""
        )
        slug = slugify(text)[: length - 4].rstrip("-")
        if not slug:
            self.add_error("slug", _("Enter the words that stand in the page's address."))
            return
        pages = self._meta.model._base_manager.filter(slug__startswith=slug, **among)
        taken = {*pages.exclude(pk=self.instance.pk).values_list("slug", flat=True), *RESERVED_SLUGS}
        numbered = (f"{slug}-{number}" for number in itertools.count(2))
        self.cleaned_data["slug"] = slug if slug not in taken else next(n for n in numbered if n not in taken)


class ArticleForm(PageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "Stands in the address. Empty: made from the English headline. Old addresses go on working."
            )

    def clean(self):
        cleaned = super().clean()
        if "slug" in self.fields and "slug" not in self.errors:
            self.fill_slug("headline", section=cleaned.get("section"))
        return cleaned


class MoveForm(forms.Form):
    """One move in the life of a page, among those that this person may make now."""

    move = forms.ChoiceField()
    at = forms.DateTimeField(required=False, label=_("publish at"))
    note = forms.CharField(required=False, max_length=2000, label=_("note"))

    def __init__(self, *args, page, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.page, self.user = page, user
        self.fields["move"].choices = [(move, BUTTONS[move]) for move in moves_offered(page, user)]
        self.fields["move"].error_messages["invalid_choice"] = _(
            "This page is “%(stage)s”: this move is not possible now, or not yours to make."
        ) % {"stage": page.state_label}

    def clean(self):
        cleaned = super().clean()
        move, at = cleaned.get("move"), cleaned.get("at")
        if move == Move.SEND_BACK and not cleaned.get("note"):
            self.add_error("note", _("Say in a sentence what is missing: the writer reads it."))
        if at and move != Move.PUBLISH:
            self.add_error("at", _("Only publishing can be set to a time."))
        elif at and at <= timezone.now():
            self.add_error("at", _("This moment has passed. Leave it empty to publish now."))
        return cleaned

    def make(self):
        """Make the move; ValidationError where the page has changed meanwhile."""
        move, note = self.cleaned_data["move"], self.cleaned_data["note"]
        getattr(self.page, move)(by=self.user, note=note, at=self.cleaned_data["at"])


def moves_offered(page, user):
    """The moves that make sense now and that `user` may make, in the order of `BUTTONS`."""
    legal = {move for move in page.legal_moves() if page.may(move, user)}
    if page.is_live():
        # Publishing again would only change the date that readers see.
        legal.discard(Move.PUBLISH)
    if Move.PUBLISH in legal and page.needs_another(user):
        legal.discard(Move.PUBLISH)
    return [move for move in BUTTONS if move in legal]


class ZoneForm(PageForm):
    keep_former_name = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Keep the former name"),
        help_text=_(
            "When the name changes, the one it had is kept among the other names, and goes on finding the "
            "zone. Untick it for a slip of the pen."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "Stands in the address. Empty: made from the English name. Old addresses go on working."
            )

    def stored_version(self):
        """A mark of what this form shows: facts and moves are saved elsewhere, and concern it not."""
        columns = [field for field in self.instance._meta.fields if field.editable]
        shown = {field.name: field.value_to_string(self.instance) for field in columns}
        return fingerprint(shown | {"types": list(self.instance.types.all())})

    def stale_error(self):
        theirs = []
        for name in self.changed_data:
            if name in self.initial and name != "version":
                text = str(self.instance.types.all() if name == "types" else self.initial[name] or "—")
                theirs.append(f"{self.fields[name].label}: {text}")
        return ValidationError(
            _(
                "Somebody else changed this part of the page after you opened it. It holds now: %(theirs)s. "
                "What you typed is kept below: save again to replace theirs."
            ),
            code="stale",
            params={"theirs": gettext("; ").join(theirs)},
        )

    def clean_time_zone(self):
        name = self.cleaned_data["time_zone"]
        if name not in zoneinfo.available_timezones():
            raise ValidationError(_("Enter a time zone such as Asia/Shanghai."), code="invalid")
        return name

    def clean(self):
        cleaned = super().clean()
        if "slug" in self.fields and "slug" not in self.errors:
            self.fill_slug("name")
        return cleaned


class ZoneShell(forms.ModelForm):
    """The page round a group of its facts: nothing of the zone itself is entered or judged there."""

    class Meta:
        model = Zone
        fields = []

    def _post_clean(self):
        pass


FILE_AGAIN = _("The file is fine, but choose it once more: it is not kept until all is right.")
