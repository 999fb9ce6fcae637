"""The finder's list as open data, and the page that says what its columns mean.

The files are streamed: no cache keeps them, and memory does not grow with the list.
"""

from django.conf import settings
from django.db.models import Max
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_sequence
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from .. import structured_data
from ..exchange.columns import FIGURE, Columns
from ..exchange.export import LICENCE, Export
from ..exchange.layout import GROUPS
from ..exchange.records import PRIVATE_GROUPS, public_columns
from ..finder import Finder
from ..models import Zone

TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
    "geojson": "application/geo+json",
}


@require_safe
def data(request, form):
    """The zones that the finder's parameters leave, in its order."""
    finder = Finder(request.GET, reverse("zones:finder"))
    if finder.mistakes:
        return _refused(finder.mistakes)
    about = settings.SITE_URL + reverse("zones:data")
    export = Export(finder.zones(), is_public=True)
    chunks = export.geojson(about=about) if form == "geojson" else getattr(export, form)()
    headers = {
        "Content-Disposition": f'attachment; filename="zones-{timezone.localdate().isoformat()}.{form}"',
        # Browsers' scripts of any site may read it: it is the same for everybody.
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Content-Disposition, Link",
        "Link": f'<{LICENCE}>; rel="license", <{about}>; rel="describedby"',
        "Cache-Control": "public, no-cache",
        "X-Robots-Tag": "noindex",
    }
    if request.method == "HEAD":
        return HttpResponse(content_type=TYPES[form], headers=headers | {"Vary": "Accept-Encoding"})
    # No server in front compresses what it cannot see the end of.
    is_compressed = "gzip" in request.headers.get("Accept-Encoding", "")
    if is_compressed:
        headers["Content-Encoding"] = "gzip"
    response = StreamingHttpResponse(
        compress_sequence(chunks) if is_compressed else chunks, content_type=TYPES[form], headers=headers
    )
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _refused(mistakes):
    """A program reads no warning beside a file: a range that cannot be read gives none, instead of all zones."""
    lines = [f"{mistake.name}: {mistake.error}" for mistake in mistakes]
    return HttpResponse(
        "\n".join(lines) + "\n",
        status=400,
        content_type="text/plain; charset=utf-8",
        headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store", "X-Robots-Tag": "noindex"},
    )


class OpenData(TemplateView):
    template_name = "zones/open_data.html"

    def get_context_data(self, **kwargs):
        columns = Columns(is_public=True)
        live = Zone.objects.live().aggregate(changed_at=Max("changed_at"))
        trail = structured_data.breadcrumb(
            (gettext("Zones"), reverse("zones:finder")), (gettext("Open data"), reverse("zones:data"))
        )
        return super().get_context_data(**kwargs) | {
            "columns": columns.described(),
            "kinds": columns.kinds.items(),
            "figure": FIGURE,
            "groups": [
                (group.name, group.model._meta.verbose_name_plural, public_columns(group))
                for group in GROUPS
                if group.name not in PRIVATE_GROUPS
            ],
            "licence_url": LICENCE,
            "structured_data": structured_data.as_script(
                structured_data.dataset(LICENCE, changed_at=live["changed_at"]), trail
            ),
        }
