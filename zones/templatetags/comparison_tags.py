"""What only the comparison of zones needs: numbers of sources, a question to several zones at once."""

from urllib.parse import urlencode

from django import template

register = template.Library()


@register.filter
def reference(table, entry):
    """The number under which the source of an entry stands in the list below the table, or ""."""
    return table.sources[entry.source.pk][0] if entry.source else ""


@register.simple_tag
def ask_all_url(form_url, zones, question):
    """The form's address with every zone chosen and the question written down."""
    pairs = [*(("zone", zone.slug) for zone in zones), ("message", question)]
    return f"{form_url}?{urlencode(pairs)}"
