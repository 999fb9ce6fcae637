"""What a sender opens: the form, the page after sending, the own thread.

None of these pages is cached, and none needs a cookie. While nothing can be stored,
what somebody sent comes back in a form, ready to be sent again.
"""

import functools
import logging

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.generic import TemplateView

from . import form_age
from .forms import FurtherMessageForm, StartForm
from .models import FollowLink, Inquiry
from .network import is_foreign, network_hash
from .plain_text import clean_line, clean_text

log = logging.getLogger(__name__)
_thanks_signer = signing.TimestampSigner(salt="inquiries.thanks")
THANKS_FOR = 60 * 60  # seconds


def gives_back(view):
    """While the database or the disk is away, a POST is answered with what was typed, in a form."""

    @functools.wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except UnreadablePostError:
            raise
        except (OperationalError, InterfaceError, OSError) as error:
            if request.method != "POST":
                raise
            # Only its kind: the words of a database may repeat those of the sender.
            log.error("What was sent could not be stored: %s", type(error).__name__)
            return _given_back(request)

    return answer


def _given_back(request):
    """Made without database, cache and context processors, any of which may be what is missing."""
    known = [*StartForm.base_fields, "withdraw"]
    sent = {name: [clean_text(value) for value in request.POST.getlist(name)] for name in known}
    message, email = (sent.pop(name) for name in ("message", "email"))
    context = {
        "language": get_language(),
        "action": request.get_full_path(),
        "message": message[0] if message else "",
        "email": email[0] if email else None,
        "others": [(name, value) for name, values in sent.items() for value in values if value],
        "had_a_file": bool(request.FILES),
    }
    body = render_to_string("inquiries/not_stored.html", context)
    return _private(HttpResponse(body, status=503, headers={"Retry-After": "60"}))


# Public pages set no cookie, so there is no token to compare: other sites are told by Origin and Sec-Fetch-Site.
@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@gives_back
def start(request):
    """The form. Nothing genuine is refused: 422 asks to correct, 403 is for other sites only."""
    if request.method != "POST":
        return _start_page(request, StartForm(initial=_prefilled(request.GET)))
    if is_foreign(request):
        raise PermissionDenied(_("This form was sent from another site."))
    form = StartForm(request.POST, request.FILES)
    if not form.is_valid():
        return _start_page(request, form, status=422)
    inquiry = form.receive(network_hash=network_hash(request))
    proof = _thanks_signer.sign(inquiry.reference).partition(":")[2]
    thanks = reverse("inquiries:thanks", args=[inquiry.reference])
    return HttpResponseRedirect(f"{thanks}?{urlencode({'t': proof})}", status=303)


def _prefilled(query):
    return {
        "message": clean_text(query.get("message", ""))[:2000],
        "zones": query.getlist("zone"),
        "article": query.get("article", ""),
        "age": form_age.exact_token(timezone.now()),
    }


def _start_page(request, form, status=200):
    zones, article = form["zones"], form["article"]
    context = {
        "form": form,
        "zones": form.fields["zones"].clean(zones.value()),
        "article": form.fields["article"].clean(article.value()),
    }
    return render(request, "inquiries/start.html", context, status=status)


@method_decorator(never_cache, name="dispatch")
class Thanks(TemplateView):
    """The same page for clean and held. Without its proof it says nothing about any inquiry."""

    template_name = "inquiries/thanks.html"

    def get_context_data(self, **kwargs):
        inquiry = None
        if self._is_proved(kwargs["ref"]):
            inquiry = Inquiry.objects.filter(reference=kwargs["ref"]).select_related("contact").first()
        return super().get_context_data(**kwargs) | {"inquiry": inquiry}

    def _is_proved(self, reference):
        try:
            _thanks_signer.unsign(f"{reference}:{self.request.GET.get('t', '')}", max_age=THANKS_FOR)
        except signing.BadSignature:
            return False
        return True


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@gives_back
def follow(request, token):
    """The sender's own thread, opened by the private link. GET changes nothing."""
    link = FollowLink.objects.of_token(token).valid().select_related("inquiry__contact").first()
    if link is None:
        return _private(render(request, "inquiries/follow_gone.html", status=404))
    inquiry = link.inquiry
    form = FurtherMessageForm()
    if request.method == "POST":
        if is_foreign(request):
            raise PermissionDenied(_("This form was sent from another site."))
        here = HttpResponseRedirect(request.path, status=303)
        if clean_line(request.POST.get("withdraw", "")) and inquiry.may_be_withdrawn:
            inquiry.withdraw()
            return _private(here)
        form = FurtherMessageForm(request.POST)
        if form.is_valid():
            inquiry.hear(form.cleaned_data["message"])
            return _private(here)
    messages = inquiry.messages.seen_by_sender().select_related("author").prefetch_related("attachments")
    context = {"inquiry": inquiry, "zones": list(inquiry.zones.all()), "thread": messages, "form": form}
    return _private(render(request, "inquiries/follow.html", context, status=422 if form.errors else 200))


def _private(response):
    """Kept by no cache, found by no search engine, and its address told to no other site."""
    add_never_cache_headers(response)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    # Not "no-referrer": browsers would then send no Origin with the form.
    response["Referrer-Policy"] = "same-origin"
    return response
