"""How complete a profile is: one definition for a zone and for a list, in each language of its own."""

import random

import pytest

from tests import factories
from tests.zones.fictitious import fictitious_zone
from zones import completeness, profile
from zones.freshness import Policy
from zones.models import Area, City, FactGroup, Firm, IndustryRole, ReviewInterval, Zone, ZoneRelation

pytestmark = pytest.mark.django_db


@pytest.fixture
def weights():
    """Three groups count: area 5, firms 3, overview 2."""
    ReviewInterval.objects.update(weight=0)
    for group, weight in {"area": 5, "firms": 3, "overview": 2}.items():
        ReviewInterval.objects.filter(group=group).update(weight=weight)


def percent(zone):
    return completeness.completeness_of(zone)


def test_each_filled_group_counts_by_its_weight(weights):
    zone = factories.zone()
    assert percent(zone) == {"en": 0, "zh-hans": 0}
    Area.objects.create(zone=zone, kind="approved", value_ha=100)
    assert percent(zone) == {"en": 50, "zh-hans": 50}
    Firm.objects.create(zone=zone, name_en="Acme", name_zh_hans="顶点")
    assert percent(zone) == {"en": 80, "zh-hans": 80}


def test_a_group_counts_in_the_languages_that_its_texts_are_written_in(weights):
    zone = factories.zone()
    Firm.objects.create(zone=zone, name_en="Acme", name_zh_hans="顶点")
    Firm.objects.create(zone=zone, name_en="Bolt", name_zh_hans="")
    assert percent(zone) == {"en": 30, "zh-hans": 0}
    found = completeness.read(zone)
    assert found.untranslated == {"en": [], "zh-hans": ["firms"]}
    assert found.missing == ["area", "overview"]


def test_an_overview_is_a_name_with_a_summary_or_a_description(weights):
    zone = factories.zone("Harbour Zone")
    zone.summary_en = "A harbour."
    zone.description_zh_hans = "<p>港口。</p>"
    zone.save()
    assert percent(zone) == {"en": 20, "zh-hans": 0}
    zone.name_zh_hans = "港口区"
    zone.save()
    assert percent(zone) == {"en": 20, "zh-hans": 20}


def test_the_words_of_a_source_need_no_translation(weights):
    ReviewInterval.objects.filter(group="industries").update(weight=10)
    zone = factories.zone()
    IndustryRole.objects.create(zone=zone, industry=factories.industry(), label_zh_hans="民用航空")
    assert percent(zone) == {"en": 50, "zh-hans": 50}


def test_a_place_is_a_city_with_coordinates_and_its_address_in_the_language(weights):
    ReviewInterval.objects.update(weight=0)
    ReviewInterval.objects.filter(group="place").update(weight=1)
    zone = factories.zone(latitude=41, longitude=123)
    assert percent(zone)["en"] == 0
    zone.city = City.objects.create(province=zone.province, slug="shenyang", name_en="Shenyang")
    zone.address_en = "1 Harbour Road"
    zone.save()
    assert percent(zone) == {"en": 100, "zh-hans": 0}


def test_a_relation_counts_for_both_zones(weights):
    ReviewInterval.objects.filter(group="structure").update(weight=10)
    whole, part = factories.zone(), factories.zone()
    ZoneRelation.objects.create(zone=part, kind="part_of", other=whole)
    assert percent(whole) == percent(part) == {"en": 50, "zh-hans": 50}


def test_a_group_without_weight_is_not_asked_for():
    zone = factories.zone()
    assert FactGroup.STRUCTURE not in completeness.read(zone).missing
    ReviewInterval.objects.update(weight=0)
    assert completeness.read(zone).missing == [] and percent(zone)["en"] == 100


def test_a_full_zone_is_complete_in_both_languages():
    found = completeness.read(fictitious_zone())
    assert (found.percent, found.missing) == ({"en": 100, "zh-hans": 100}, []), found.untranslated


def test_what_is_missing_stands_the_heaviest_first():
    found = completeness.read(factories.zone())
    weights = Policy.load().weights
    assert found.missing == sorted(found.missing, key=lambda group: -weights[group])
    assert found.missing[0] == FactGroup.INDICATORS and FactGroup.PLACE in found.missing


def test_a_list_is_read_in_one_query_and_sorts_by_it(weights, django_assert_num_queries):
    rich, poor = factories.zone("Rich"), factories.zone("Poor")
    Area.objects.create(zone=rich, kind="approved", value_ha=100)
    with django_assert_num_queries(2):
        listed = completeness.with_completeness(Zone.objects.all()).order_by("-completeness_en")
        assert [(zone.pk, zone.completeness_en) for zone in listed] == [(rich.pk, 50), (poor.pk, 0)]
    with django_assert_num_queries(2):
        completeness.read(rich)


def spoil(zone, chance):
    """Take facts and texts away from the zone, here and there."""
    for relation in zone._meta.related_objects:
        model = relation.related_model
        if not relation.one_to_many or relation.field.name != "zone" or not hasattr(model, "uuid"):
            continue
        for row in model._base_manager.filter(zone=zone):
            if chance.random() < 0.4:
                row.delete()
                continue
            for field in model._meta.fields:
                if hasattr(field, "translated_field") and chance.random() < 0.3:
                    model._base_manager.filter(pk=row.pk).update(**{field.name: ""})
    for name in ("summary_en", "description_zh_hans", "address_en", "district_zh_hans", "name_zh_hans"):
        if chance.random() < 0.3:
            Zone._base_manager.filter(pk=zone.pk).update(**{name: ""})


@pytest.mark.parametrize("seed", range(8))
def test_what_a_profile_tells_is_what_lists_tell(seed):
    ReviewInterval.objects.filter(group="structure").update(weight=seed % 3)
    zone = fictitious_zone()
    if seed:
        spoil(zone, random.Random(seed))
    told = dict(profile.build(Zone.objects.get(pk=zone.pk)).completeness)
    assert told == percent(zone)


def test_a_profile_asks_the_database_nothing_for_it(django_assert_num_queries):
    read = profile.build(fictitious_zone())
    with django_assert_num_queries(0):
        facts = {group: [] for group in FactGroup}
        completeness.percents(read.zone, facts, read.structure.told, policy=Policy({}, {"area": 1}))
