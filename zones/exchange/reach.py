"""How far a person's hand reaches by a file: as far as in the admin, and no further."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..models import Zone


@dataclass(frozen=True)
class Reach:
    """`zones` holds the keys of the zones that may be changed; None means all of them."""

    zones: frozenset[int] | None = None
    may_add: bool = True

    @classmethod
    def of(cls, user: Any) -> Reach:
        if user.has_perm("zones.publish_zone"):
            return cls(may_add=user.has_perm("zones.add_zone"))
        own = Zone.objects.filter(editors__user=user).values_list("pk", flat=True)
        return cls(zones=frozenset(own), may_add=False)

    @property
    def is_limited(self) -> bool:
        return self.zones is not None

    def takes(self, zone: Zone | None) -> bool:
        """Whether the stored zone may be changed, or, for None, a new one be added."""
        if zone is None:
            return self.may_add
        return self.zones is None or zone.pk in self.zones

    def may_name(self, zone: Zone) -> bool:
        """Whether another zone may be named as a neighbour: what is public is no secret."""
        return self.zones is None or zone.pk in self.zones or zone.is_live()


EVERYWHERE = Reach()
