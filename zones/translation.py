"""Which columns exist once per language."""

from modeltranslation.translator import TranslationOptions, translator

from . import models

TRANSLATED = {
    models.Level: ("name",),
    models.ZoneType: ("name", "description"),
    models.Industry: ("name",),
    models.IndustryLabel: ("label",),
    models.Unit: ("name", "symbol"),
    models.IndicatorKind: ("name", "definition"),
    models.ConnectionKind: ("name",),
    models.CostKind: ("name",),
    models.Section: ("name", "description"),
    models.Topic: ("name",),
    models.Province: ("name", "tile_label"),
    models.City: ("name",),
    models.Image: ("alt",),
    models.Zone: (
        "name",
        "short_name",
        "pitch",
        "summary",
        "description",
        "supervising_body",
        "managing_body",
        "district",
        "address",
        "sort_key",
    ),
    models.ZoneEvent: ("title", "body"),
    models.Target: ("metric",),
    models.Area: ("scope", "warning_note"),
    models.IndustryRole: ("label",),
    models.Indicator: ("scope", "warning_note"),
    models.Firm: ("name",),
    models.Connection: ("name", "note"),
    models.Cost: ("note",),
    models.Incentive: ("title", "eligibility", "benefit", "legal_document"),
    models.Desk: ("name", "role", "hours"),
    models.ZonePhoto: ("caption",),
    models.Document: ("title",),
    models.Article: ("headline", "standfirst", "body", "correction", "place", "issuer"),
    models.GalleryPicture: ("caption",),
}

# What a reader should know about a figure is read in the reader's language, whatever the fact.
for fact in models.Fact.__subclasses__():
    TRANSLATED[fact] = (*TRANSLATED.get(fact, ()), "remark")

for model, fields in TRANSLATED.items():
    translator.register(
        model, type(f"{model.__name__}Translation", (TranslationOptions,), {"fields": fields})
    )
