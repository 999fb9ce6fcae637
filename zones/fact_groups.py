"""Where the facts of each group of a profile stand: their table, and the way to it from a zone.

Overview and place are columns of the zone itself and have no table of their own.
"""

from __future__ import annotations

from .models import (
    Area,
    Connection,
    Cost,
    Desk,
    Document,
    FactGroup,
    Firm,
    Incentive,
    Indicator,
    IndustryRole,
    Site,
    Target,
    ZoneEvent,
    ZonePhoto,
    ZoneRelation,
)

MODELS = {
    FactGroup.TIMELINE: ZoneEvent,
    FactGroup.TARGETS: Target,
    FactGroup.AREA: Area,
    FactGroup.INDUSTRIES: IndustryRole,
    FactGroup.INDICATORS: Indicator,
    FactGroup.FIRMS: Firm,
    FactGroup.CONNECTIONS: Connection,
    FactGroup.COSTS: Cost,
    FactGroup.INCENTIVES: Incentive,
    FactGroup.SITES: Site,
    FactGroup.CONTACTS: Desk,
    FactGroup.PHOTOS: ZonePhoto,
    FactGroup.DOCUMENTS: Document,
    FactGroup.STRUCTURE: ZoneRelation,
}

# The name of the facts on a zone, which is also the prefix of their rows in the zone's form.
RELATIONS = {
    group: model._meta.get_field("zone").remote_field.related_name for group, model in MODELS.items()
}
