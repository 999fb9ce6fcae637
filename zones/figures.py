"""Numbers as a reader says them: 10 billion in English, 100亿 in Chinese.

Nothing is ever rounded: a number that does not fit a large word exactly, in a few
decimals, is written out in full.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, pgettext

if TYPE_CHECKING:
    from .models import Area, Unit
    from .models.fact import Quantity

# Per language: the power, its word, and how many decimals still read well before it.
_SCALES = {
    "en": [
        (Decimal(10) ** 12, " trillion", 4),
        (Decimal(10) ** 9, " billion", 4),
        (Decimal(10) ** 6, " million", 3),
    ],
    "zh": [
        (Decimal(10) ** 12, "万亿", 4),
        (Decimal(10) ** 8, "亿", 4),
        (Decimal(10) ** 4, "万", 2),
    ],
}
_HECTARES_PER_KM2 = Decimal(100)


def plain(number: Decimal | int, *, language: str | None = None) -> str:
    """The number in full, grouped as the language groups, without idle zeros."""
    number = Decimal(number).normalize()
    decimals = max(0, -int(number.as_tuple().exponent))
    return number_format(number, decimals, use_l10n=True, force_grouping=_groups(language))


def scaled(number: Decimal | int, *, language: str | None = None) -> str:
    """The number with the largest word that holds it exactly: "1.48 billion", "14.8亿"."""
    number = Decimal(number)
    for power, word, decimals in _SCALES.get(_family(language), ()):
        if abs(number) < power:
            continue
        part = number / power
        if part == round(part, decimals):
            return plain(part, language=language) + word
    return plain(number, language=language)


def common_scale(largest: Decimal | int, *, language: str | None = None) -> tuple[Decimal, str]:
    """The power and its word in which a row of numbers up to `largest` reads best; 1 and "" for small ones."""
    for power, word, _decimals in _SCALES.get(_family(language), ()):
        if largest >= power:
            return power, word
    return Decimal(1), ""


def money(number: Decimal | int, currency: str) -> str:
    """An amount in the currency it was published in: "10 billion yuan (CNY)"."""
    return in_currency(scaled(number), currency)


def in_currency(amount: str, currency: str) -> str:
    """An amount in words with the name of its currency."""
    words = {
        "CNY": gettext("%(amount)s yuan (CNY)"),
        "USD": gettext("%(amount)s US dollars (USD)"),
        "EUR": gettext("%(amount)s euros (EUR)"),
        "JPY": gettext("%(amount)s yen (JPY)"),
        "HKD": gettext("%(amount)s Hong Kong dollars (HKD)"),
    }
    pattern = words.get(currency, "%(amount)s %(currency)s")
    return pattern % {"amount": amount, "currency": currency}


def short_money(number: Decimal | int, currency: str) -> str:
    """An amount where there is little room: "CNY 10 billion"."""
    words = {
        "CNY": pgettext("short", "CNY %(amount)s"),
        "USD": pgettext("short", "USD %(amount)s"),
        "EUR": pgettext("short", "EUR %(amount)s"),
        "JPY": pgettext("short", "JPY %(amount)s"),
        "HKD": pgettext("short", "HKD %(amount)s"),
    }
    pattern = words.get(currency, "%(currency)s %(amount)s")
    return pattern % {"amount": scaled(number), "currency": currency}


def amount(text: str, currency: str) -> str:
    """A price, which may be a range, before the unit that it is for: "0.62–0.88 CNY"."""
    words = {
        "CNY": pgettext("price", "%(amount)s CNY"),
        "USD": pgettext("price", "%(amount)s USD"),
        "EUR": pgettext("price", "%(amount)s EUR"),
        "JPY": pgettext("price", "%(amount)s JPY"),
        "HKD": pgettext("price", "%(amount)s HKD"),
    }
    return words.get(currency, "%(amount)s %(currency)s") % {"amount": text, "currency": currency}


def counted(number: Decimal | int, symbol: str) -> str:
    """A number and the symbol of its unit: "2,000 companies", "2000家", "12.5%"."""
    amount = scaled(number)
    if not symbol:
        return amount
    tight = symbol in "%‰°" or symbol.startswith("/") or _family() == "zh"
    return f"{amount}{symbol}" if tight else f"{amount} {symbol}"


def rank(number: Decimal | int) -> str:
    """A place in a list: "No. 3"."""
    return gettext("No. %(number)s") % {"number": plain(number)}


def qualified(text: str, qualifier: str) -> str:
    """The text with how sure its source was: "more than 2,000"."""
    patterns = {
        "over": gettext("more than %(quantity)s"),
        "about": gettext("about %(quantity)s"),
        "nearly": gettext("nearly %(quantity)s"),
        "top": gettext("top %(quantity)s"),
    }
    return patterns.get(qualifier, "%(quantity)s") % {"quantity": text}


def hectares(value_ha: Decimal | int) -> str:
    """An area in hectares: "1,250 ha"."""
    return gettext("%(number)s ha") % {"number": plain(Decimal(value_ha))}


def square_kilometres(value_ha: Decimal | int) -> str:
    """The same area in square kilometres, exactly: "12.5 km²"."""
    return gettext("%(number)s km²") % {"number": plain(Decimal(value_ha) / _HECTARES_PER_KM2)}


def area(record: Area) -> str:
    """An `Area` with its qualifier: "about 1,250 ha (12.5 km²)"."""
    text = gettext("%(hectares)s (%(square_kilometres)s)") % {
        "hectares": hectares(record.value_ha),
        "square_kilometres": square_kilometres(record.value_ha),
    }
    return qualified(text, record.qualifier)


def kilometres(low: Decimal, high: Decimal | None) -> str:
    """The way to a place: "28–31 km"."""
    return gettext("%(range)s km") % {"range": between(low, high)}


def price(low: Decimal, high: Decimal | None, currency: str, unit: Unit) -> str:
    """A price or a range of prices with what it is for: "0.62–0.88 CNY/kWh"."""
    symbol = unit.symbol or ""
    text = amount(between(low, high), currency)
    return f"{text}{symbol}" if symbol.startswith("/") else f"{text} {symbol}".strip()


def between(low: Decimal, high: Decimal | None) -> str:
    """A number, or the two ends of a range."""
    if high is None or high == low:
        return plain(low)
    return f"{plain(low)}–{plain(high)}"


def coordinates(latitude: Decimal, longitude: Decimal, places: int) -> str:
    """Latitude and longitude in degrees: "41.77° N, 123.42° E"."""
    north = gettext("%(degrees)s° N") if latitude >= 0 else gettext("%(degrees)s° S")
    east = gettext("%(degrees)s° E") if longitude >= 0 else gettext("%(degrees)s° W")
    return gettext("%(latitude)s, %(longitude)s") % {
        "latitude": north % {"degrees": plain(round(abs(latitude), places))},
        "longitude": east % {"degrees": plain(round(abs(longitude), places))},
    }


def quantity(record: Quantity, *, short: bool = False) -> str:
    """A `Quantity` (value, unit, currency, qualifier) in the active language."""
    unit = record.unit
    match unit.dimension:
        case "money":
            text = (short_money if short else money)(record.value, record.currency)
        case "rank" if record.qualifier == "top":
            text = plain(record.value)
        case "rank":
            text = rank(record.value)
        case _:
            text = counted(record.value, unit.symbol or "")
    return qualified(text, record.qualifier)


def _family(language: str | None = None) -> str:
    return (language or get_language() or "en").split("-")[0]


def _groups(language: str | None) -> bool:
    # Chinese counts in ten thousands, so a comma every three digits only gets in the way.
    return _family(language) != "zh"
