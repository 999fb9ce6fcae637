"""What a sender may type: two fields that are needed, the rest optional."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout, Submit
from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from zones.models import Article, Industry
from zones.shortlist import Shortlist
from zones.text import sort_key

from . import form_age
from .addresses import clean_address
from .files import ACCEPTED, check_file
from .models import Inquiry
from .models.message import LONGEST_TEXT
from .models.reception import Clues
from .plain_text import clean_line, clean_text

# The languages in which officers can be asked to answer, each by its own name.
ANSWER_LANGUAGES = ("en", "zh-hans", "ar", "de", "es", "fr", "it", "ja", "ko", "nl", "pt", "ru")
# No person sees it, and no browser fills it in; programs that fill in everything do.
TRAP = "homepage"


def countries_offered():
    in_order = sorted(countries, key=lambda country: sort_key(country.name))
    return [("", _("Choose one")), *in_order]


def answer_languages():
    return [("", _("No preference")), *((code, LANG_INFO[code]["name_local"]) for code in ANSWER_LANGUAGES)]


class Line(forms.CharField):
    """One line, cleaned of what could break a header or mislead a reader."""

    def to_python(self, value):
        return clean_line(super().to_python(value))


class Text(forms.CharField):
    widget = forms.Textarea

    def to_python(self, value):
        return clean_text(super().to_python(value))


class Address(forms.CharField):
    widget = forms.EmailInput

    def clean(self, value):
        value = super().clean(value)
        return clean_address(value) if value else value


class LiveZones(forms.Field):
    """Slugs of public zones, at most a shortlist of them and in its order.

    One that is gone since the page was read is left out, never an error.
    """

    widget = forms.MultipleHiddenInput

    def clean(self, value):
        return list(Shortlist.read(clean_line(slug) for slug in (value or [])).zones)


class LiveArticle(forms.Field):
    """The story from which somebody asks, as `section/slug`; left out when it is not public."""

    widget = forms.HiddenInput

    def clean(self, value):
        section, _slash, slug = clean_line(value or "").partition("/")
        if not slug:
            return None
        return Article.objects.live().filter(section__slug=section, slug=slug).first()


class StartForm(forms.Form):
    """The form of /start-your-business/ and, with most of it folded away, of every page."""

    message = Text(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        help_text=_("What do you plan, and what do you need to know? Any language."),
        error_messages={"required": _("Write your message.")},
    )
    email = Address(
        label=_("Your e-mail address"),
        max_length=320,
        help_text=_("Only to answer you."),
        error_messages={"required": _("Enter your e-mail address.")},
    )
    name = Line(label=_("Your name"), max_length=120, required=False)
    company = Line(label=_("Company"), max_length=160, required=False)
    country = forms.ChoiceField(label=_("Country or region"), required=False, choices=countries_offered)
    phone = Line(label=_("Telephone"), max_length=60, required=False)
    industry = forms.ModelChoiceField(
        Industry.objects.all(),
        label=_("Industry"),
        to_field_name="slug",
        required=False,
        empty_label=_("Choose one"),
    )
    project = forms.ChoiceField(label=_("Kind of project"), required=False)
    investment = forms.ChoiceField(label=_("Investment planned"), required=False)
    language = forms.ChoiceField(label=_("Language for our answer"), required=False, choices=answer_languages)
    timetable = forms.ChoiceField(label=_("When you want to start"), required=False)
    zones = LiveZones(label=_("Zones you ask about"), required=False)
    article = LiveArticle(required=False)
    attachment = forms.FileField(
        label=_("A file"),
        required=False,
        help_text=_("PDF, Word, Excel, PowerPoint, PNG or JPEG, up to 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ACCEPTED)}),
    )
    age = Line(required=False, widget=forms.HiddenInput)
    homepage = Line(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("project", "investment", "timetable"):
            self.fields[name].choices = [("", _("Choose one")), *Inquiry._meta.get_field(name).choices]
        for name, hint in _AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = hint
        self.fields["message"].widget.attrs |= {"rows": 6, "dir": "auto"}
        self.fields["email"].widget.attrs |= {"dir": "ltr", "spellcheck": "false"}
        for field in self.fields.values():
            # The server answers with better words than the browser, and counts as the database does.
            field.widget.attrs.pop("maxlength", None)

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_class = "form"
        helper.form_action = reverse("inquiries:start")
        helper.attrs = {"novalidate": True}
        # Public pages set no cookie: the Origin check stands in for the token.
        helper.disable_csrf = True
        # The page shows the summary above its headline, where it is read first.
        helper.form_show_errors = False
        helper.layout = Layout(
            HTML('{% include "inquiries/_context.html" %}{% include "inquiries/_offer.html" only %}'),
            "message",
            "email",
            Fieldset(
                _("About you"),
                Div("name", "company", css_class="form__row"),
                Div("country", "phone", "language", css_class="form__row"),
            ),
            Fieldset(
                _("About your project"),
                Div("industry", "project", css_class="form__row"),
                Div("investment", "timetable", css_class="form__row"),
                "attachment",
            ),
            "age",
            Field(TRAP, wrapper_class="field--trap"),
        )
        helper.add_input(Submit("", _("Send your inquiry"), css_class="button--call"))
        return helper

    def clean_attachment(self):
        file = self.cleaned_data.get("attachment")
        if file:
            check_file(file)
        return file

    def receive(self, *, network_hash, at=None):
        """Store it: the inquiry, new or the one that this POST repeats."""
        sent, at = self.cleaned_data, at or timezone.now()
        known = {*self.fields, "csrfmiddlewaretoken"}
        return Inquiry.objects.receive(
            text=sent["message"],
            email=sent["email"],
            contact={name: sent[name] for name in ("name", "company", "country", "phone", "language")},
            details={
                name: sent[name] for name in ("article", "industry", "project", "investment", "timetable")
            }
            | {"language": get_language() or settings.LANGUAGE_CODE},
            zones=sent["zones"],
            file=sent["attachment"],
            clues=Clues(
                network_hash=network_hash,
                form_age=form_age.age_of(sent["age"], at),
                honeypot_filled=bool(sent[TRAP]),
                unknown_fields=frozenset(self.data) - known,
            ),
            at=at,
        )


class FurtherMessageForm(forms.Form):
    """What a sender adds to the own thread."""

    message = Text(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Write your message.")},
    )
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["message"].widget.attrs.pop("maxlength", None)


_AUTOCOMPLETE = {
    "email": "email",
    "name": "name",
    "company": "organization",
    "country": "country",
    "phone": "tel",
}
