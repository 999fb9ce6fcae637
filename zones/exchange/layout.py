"""The zone format as data: which columns a zone and each group of its facts has.

A column is named after the model's field; a translated one stands once per language with
the suffix that files use (`name_en`, `name_zh`). Export and import read this one declaration.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from .. import models
from ..translation import TRANSLATED

# Files say `name_zh`, the database `name_zh_hans`.
SUFFIXES = {code: "zh" if code == "zh-hans" else code.replace("-", "_") for code, _name in settings.LANGUAGES}


def columns_of(model: Any, *names: str) -> dict[str, str]:
    """Column of the file → attribute of the model; translated names become one per language."""
    columns = {}
    for name in names:
        if name in TRANSLATED.get(model, ()):
            columns |= {
                f"{name}_{short}": f"{name}_{code.replace('-', '_')}" for code, short in SUFFIXES.items()
            }
        else:
            columns[name] = name
    return columns


_FACT = ("as_of", "verified_on", "verified_by", "remark")


@dataclass(frozen=True)
class Group:
    """One group of a zone's facts.

    `key` names the attributes that tell two of them apart. Where `per_source` holds, another
    source's statement is another fact; elsewhere (a firm, a site) it is the same one.
    """

    name: str
    model: Any
    columns: dict[str, str]
    key: tuple[str, ...]
    per_source: bool = False
    special: frozenset[str] = field(default_factory=frozenset)

    @property
    def has_source(self) -> bool:
        return issubclass(self.model, models.Fact)

    @property
    def blank(self) -> dict[str, str]:
        """Its translated columns as empty texts: asking for their defaults one by one is slow."""
        names = TRANSLATED.get(self.model, ())
        return {f"{name}_{code.replace('-', '_')}": "" for name in names for code in SUFFIXES}

    @property
    def relation(self) -> str:
        """What a zone calls them."""
        return str(self.model._meta.get_field("zone").remote_field.related_name)


def _group(
    name: str, model: Any, fields: str, *, key: str, per_source: bool = False, special: str = ""
) -> Group:
    extra = _FACT if issubclass(model, models.Fact) else ()
    return Group(
        name=name,
        model=model,
        columns=columns_of(model, *fields.split(), *extra),
        key=tuple(key.split()),
        per_source=per_source,
        special=frozenset(special.split()),
    )


# In the order in which a profile is read. `special` columns are read by code of their own.
GROUPS = (
    _group("other_names", models.ZoneName, "kind text until", key="kind text"),
    _group("relations", models.ZoneRelation, "kind", key="kind other", special="other"),
    _group(
        "events",
        models.ZoneEvent,
        "kind date title body level is_confirmed",
        key="kind date title",
        special="further_sources",
    ),
    _group(
        "targets",
        models.Target,
        "kind metric due_year announced_on value unit currency qualifier as_published",
        key="kind metric due_year",
        per_source=True,
    ),
    _group(
        "areas",
        models.Area,
        "kind value_ha qualifier scope as_published warning_note",
        key="kind scope as_of",
        per_source=True,
    ),
    _group("industries", models.IndustryRole, "industry role label", key="industry role label"),
    _group(
        "indicators",
        models.Indicator,
        "kind scope value unit currency qualifier as_published is_cumulative is_estimate is_preferred"
        " warning_note",
        key="kind period_start period_end scope is_cumulative",
        per_source=True,
        special="period",
    ),
    _group("firms", models.Firm, "name country industry since website", key="name"),
    _group(
        "connections",
        models.Connection,
        "kind name distance_km distance_km_max minutes note",
        key="kind name",
    ),
    _group(
        "costs",
        models.Cost,
        "kind low high unit currency tax_included note",
        key="kind unit currency as_of note",
        per_source=True,
    ),
    _group(
        "incentives",
        models.Incentive,
        "title eligibility benefit starts_on ends_on legal_document legal_document_url",
        key="title starts_on",
    ),
    _group(
        "sites",
        models.Site,
        "code kind size size_unit tenure price_low price_high price_unit currency ready_on last_confirmed_on",
        key="code",
    ),
    _group("contacts", models.Desk, "name role languages phone hours email", key="name"),
    # A file names pictures and papers, it cannot carry them.
    _group("photos", models.ZonePhoto, "caption position", key="image", special="image"),
    _group(
        "documents",
        models.Document,
        "title language published_on",
        key="file",
        special="file sha256",
    ),
)
GROUPS_BY_NAME = {group.name: group for group in GROUPS}

# `slug` is chosen once: a file names the address of a new zone, and never moves an existing one.
ZONE_COLUMNS = columns_of(
    models.Zone,
    "name",
    "short_name",
    "name_is_rendered",
    "pitch",
    "summary",
    "description",
    "website",
    "supervising_body",
    "managing_body",
    "district",
    "address",
    "latitude",
    "longitude",
    "coordinate_precision",
    "time_zone",
    "note",
)
# What identifies a zone, what needs a look into other tables, and what follows from events and areas.
ZONE_SPECIAL = ("uuid", "slug", "code", "types", "province", "city", "source", "logo")
ZONE_DERIVED = ("level", "status", "status_since", "founded_on", "approved_on", "area_ha", "url")
