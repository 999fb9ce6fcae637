"""Where a request comes from: its network as a keyed hash, and whether another site sent it."""

import hashlib
import hmac
import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string


def network_hash(request):
    """A name for the sender's network that gives no address away; "" where there is none."""
    address = import_string(settings.CLIENT_ADDRESS)(request)
    try:
        # One household or office: a whole IPv6 subscriber network, a single IPv4 address.
        network = ipaddress.ip_network((address, 64 if ":" in address else 32), strict=False)
    except ValueError:
        return ""
    key = hashlib.sha256(f"inquiries.network:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, str(network).encode(), hashlib.sha256).hexdigest()[:32]


def is_foreign(request):
    """Whether a page of another site made the browser send this.

    A request with neither header is no browser's cross-site request: it is let in, and moderated.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if not origin or origin == "null":
        return False
    try:
        netloc = urlsplit(origin).netloc
    except ValueError:
        # No browser names a site like that.
        return True
    return netloc != request.get_host() and origin not in settings.CSRF_TRUSTED_ORIGINS
