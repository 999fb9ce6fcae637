"""How a zone belongs with others: told by either side, shown on both.

Only zones that the public can see are named.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from .models import Zone, ZoneRelation


@dataclass(frozen=True)
class Structure:
    """The live zones that belong with this one, each by the fact that says so."""

    parents: list[ZoneRelation] = field(default_factory=list)
    parts: list[ZoneRelation] = field(default_factory=list)
    managed_with: list[ZoneRelation] = field(default_factory=list)
    overlaps: list[ZoneRelation] = field(default_factory=list)
    # Every relation that either side tells of, those with zones that are not public among them.
    told: list[ZoneRelation] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.relations)

    @property
    def relations(self) -> list[ZoneRelation]:
        return [*self.parents, *self.parts, *self.managed_with, *self.overlaps]


def structure_of(zone: Zone) -> Structure:
    """The zone's relations in one query; each has the zone at its other end as `partner`."""
    relations = ZoneRelation.objects.filter(Q(zone=zone) | Q(other=zone)).select_related(
        "zone__province", "other__province", "source", "verified_by"
    )
    structure, seen = Structure(told=list(relations)), set()
    for relation in structure.told:
        is_ours = relation.zone_id == zone.pk
        relation.partner = relation.other if is_ours else relation.zone
        if not relation.partner.is_live():
            continue
        into = {
            ZoneRelation.Kind.PART_OF: structure.parents if is_ours else structure.parts,
            ZoneRelation.Kind.MANAGED_WITH: structure.managed_with,
            ZoneRelation.Kind.OVERLAPS: structure.overlaps,
        }[relation.kind]
        if (id(into), relation.partner.pk) not in seen:
            seen.add((id(into), relation.partner.pk))
            into.append(relation)
    return structure
