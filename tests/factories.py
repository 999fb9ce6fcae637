"""The fewest words that make a valid record. Each function returns a saved object."""

import itertools

from django.contrib.auth.models import Group, User

from zones.models import (
    Article,
    IndicatorKind,
    Industry,
    Level,
    Province,
    Section,
    Source,
    Unit,
    Zone,
    ZoneType,
)

_number = itertools.count(1)


def user(name=None, *groups, **fields):
    name = name or f"person{next(_number)}"
    person = User.objects.create_user(name, f"{name}@example.org", "password", is_staff=True, **fields)
    person.groups.set(Group.objects.filter(name__in=groups))
    return person


def admin(name="root"):
    return User.objects.create_superuser(name, f"{name}@example.org", "password")


def _reference(model, slug, **fields):
    fields.setdefault("name_en", slug.replace("-", " ").title())
    return model.objects.get_or_create(slug=slug, defaults=fields)[0]


def province(slug="liaoning", **fields):
    return _reference(Province, slug, **fields)


def level(slug="national", **fields):
    return _reference(Level, slug, **fields)


def zone_type(slug="htdz", **fields):
    return _reference(ZoneType, slug, **{"abbreviation": slug.upper()} | fields)


def industry(slug="software-it", **fields):
    return _reference(Industry, slug, **fields)


def section(slug="edz-news", **fields):
    return _reference(Section, slug, **fields)


def unit(slug="money", **fields):
    return _reference(Unit, slug, **{"dimension": slug} | fields)


def indicator_kind(slug="gdp", **fields):
    return _reference(IndicatorKind, slug, **{"unit": unit()} | fields)


def source(title="A yearbook", **fields):
    return Source.objects.get_or_create(title=title, defaults=fields)[0]


def zone(name="Test Zone", *, types=("htdz",), live=True, **fields):
    number = next(_number)
    fields.setdefault("slug", f"zone-{number}")
    fields.setdefault("province", province())
    made = Zone.objects.create(name_en=name, **fields)
    made.types.set([zone_type(slug) for slug in types])
    if live:
        made.publish(by=None)
    return made


def article(headline="A story", *, live=True, zones=(), at=None, **fields):
    number = next(_number)
    fields.setdefault("slug", f"story-{number}")
    fields.setdefault("section", section())
    fields.setdefault("body_en", "<p>Text.</p>")
    made = Article.objects.create(headline_en=headline, **fields)
    made.zones.set(zones)
    if live:
        made.publish(by=None, at=at)
    return made
