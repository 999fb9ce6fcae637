"""What a zone editor may not do beside changing own zones: move them, name them officially, or name others' drafts."""

import functools
import operator

from django.db.models import Q

from ..models import Zone

# The address, the official code, and the moment until which the page is public.
OF_THE_PORTAL = ("slug", "code", "expires_at")


def is_limited(user):
    """Whether this person, who may change but not publish, works in a house of own zones."""
    return not user.has_perm("zones.publish_zone")


def zones_to_name(user):
    """The zones that may be named as neighbours: own ones, public ones, and those that are named already."""
    if not is_limited(user):
        return Zone.objects.all()
    own = Zone.objects.filter(editors__user=user)
    named = Zone.objects.filter(relations_from_others__zone__in=own)
    sets = (zones.values("pk") for zones in (own, named, Zone.objects.live()))
    return Zone.objects.filter(functools.reduce(operator.or_, (Q(pk__in=keys) for keys in sets)))


class OfThePortal:
    """For the screen of zones: some columns are read, not changed, by whoever may not publish."""

    def get_readonly_fields(self, request, obj=None):
        names = super().get_readonly_fields(request, obj)
        return [*names, *OF_THE_PORTAL] if obj is not None and is_limited(request.user) else names


class Neighbours:
    """For the rows that name another zone."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is Zone:
            kwargs["queryset"] = zones_to_name(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
