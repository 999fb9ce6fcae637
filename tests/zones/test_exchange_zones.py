"""Zones from files: the catalogue's CSV and canonical JSON."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from zones import search
from zones.exchange import import_zone_records, import_zones
from zones.exchange.layout import GROUPS_BY_NAME, ZONE_COLUMNS, ZONE_DERIVED, ZONE_SPECIAL
from zones.models import (
    Area,
    City,
    ConnectionKind,
    CostKind,
    IndustryLabel,
    IndustryRole,
    OldAddress,
    Source,
    Zone,
    ZoneEvent,
)
from zones.signals import content_changed

pytestmark = pytest.mark.django_db

CATALOGUE = "National catalogue of development zones, 2018 edition (NDRC and five ministries)"
ROW = {
    "code": "G1",
    "name_en": "Hunnan Test Zone",
    "name_zh": "浑南试验区",
    "level": "national",
    "type": "HTDZ",
    "province_en": "Liaoning",
    "city_en": "Shenyang",
    "city_zh": "沈阳市",
    "approved_on": "1991-03",
    "area_ha": "27.5",
    "industries": "automobiles; biomedicine",
    "industries_zh": "汽车、生物医药",
    "latitude": "41.7094",
    "longitude": "123.4401",
    "source": CATALOGUE,
}
RECORD = {
    "code": "G1",
    "name_en": "Test Zone",
    "name_zh": "试验区",
    "province": "liaoning",
    "types": ["htdz"],
}
NEWS = {
    "title": "A story",
    "publisher": "A Daily",
    "url": "https://example.org/a",
    "published_on": "2022-07-27",
}


_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        ["national", "htdz", "gdp", "1991", "2014 H1", "approved", "money", "automotive", "G1", "试验区"]
    )
)
_FACT_COLUMNS = sorted(
    {name for group in GROUPS_BY_NAME.values() for name in [*group.columns, *group.special]}
)
ANYTHING = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*_FACT_COLUMNS, "source", "uuid", "title", "url"]), inner, max_size=6
        )
    ),
    max_leaves=12,
)


@pytest.fixture(autouse=True)
def lists():
    province = factories.province("liaoning", name_en="Liaoning", name_zh_hans="辽宁省")
    City.objects.create(province=province, slug="shenyang", name_en="Shenyang", name_zh_hans="沈阳市")
    factories.level("national")
    for slug in ("htdz", "etdz", "bonded-zone"):
        factories.zone_type(slug)
    for label, slugs in (("automobiles", ["automotive"]), ("biomedicine", ["biomedicine", "health"])):
        row = IndustryLabel.objects.create(label_en=label, key=label)
        row.industries.set([factories.industry(slug) for slug in slugs])
    factories.indicator_kind("gdp")
    factories.indicator_kind("high-tech-enterprises", unit=factories.unit("count"))
    ConnectionKind.objects.create(slug="airport", name_en="Airport")
    CostKind.objects.create(slug="electricity", name_en="Electricity")
    factories.unit("per-kwh", dimension="price")
    factories.unit("square-metre", dimension="area")


def catalogue(*rows):
    rows = [ROW | row for row in rows]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def take(*rows, **options):
    return import_zones(catalogue(*rows), "zones.csv", **options)


def take_records(*records, **options):
    return import_zones(json.dumps(records).encode(), "zones.json", **options)


def places(report):
    return [(problem.row, problem.column) for problem in report.problems]


class TestCatalogue:
    def test_a_row_becomes_a_zone_with_its_facts(self):
        report = take({})

        zone = Zone.objects.get()
        assert (report.created, report.problems, report.is_written) == (1, [], True)
        assert (zone.slug, zone.name_en, zone.name_zh_hans) == (
            "hunnan-test-zone",
            "Hunnan Test Zone",
            "浑南试验区",
        )
        assert zone.city.name_zh_hans == "沈阳市"
        assert [kind.slug for kind in zone.types.all()] == ["htdz"]
        event = zone.events.get()
        assert (event.kind, event.date, event.level.slug) == ("approved", "1991-03", "national")
        assert event.title_zh_hans == "获批为国家级开发区"
        area = zone.areas.get()
        assert (area.kind, area.value_ha, area.as_of) == ("approved", Decimal("27.5"), "2018")
        assert event.source == area.source == zone.record_source == Source.objects.get(title=CATALOGUE)

    def test_level_status_and_area_follow_at_once(self):
        take({})

        zone = Zone.objects.get()
        assert (zone.level.slug, zone.status, zone.approved_on) == ("national", "active", "1991-03")
        assert zone.approved_area_ha == Decimal("27.5")
        assert zone.sort_key_zh_hans == "hunnanshiyanqu"

    def test_a_label_of_two_sectors_makes_two_rows_and_stays_in_both_languages(self):
        take({})

        roles = IndustryRole.objects.order_by("industry__slug")
        assert [(role.industry.slug, role.label_en, role.label_zh_hans) for role in roles] == [
            ("automotive", "automobiles", "汽车"),
            ("biomedicine", "biomedicine", "生物医药"),
            ("health", "biomedicine", "生物医药"),
        ]

    def test_a_label_that_no_sector_stands_for_is_a_note_and_no_problem(self):
        report = take({"industries": "processing", "industries_zh": "加工"})

        assert report.created == 1
        assert [(note.row, note.column) for note in report.notes] == [(2, "industries")]
        assert not IndustryRole.objects.exists()

    def test_the_same_file_twice_changes_nothing_and_says_so(self):
        take({}, {"code": "", "name_zh": "别的区", "name_en": "Other Zone"})
        before = list(Zone.objects.order_by("pk").values())

        report = take({}, {"code": "", "name_zh": "别的区", "name_en": "Other Zone"})

        assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
        assert list(Zone.objects.order_by("pk").values()) == before
        assert (ZoneEvent.objects.count(), Area.objects.count(), IndustryRole.objects.count()) == (2, 2, 6)

    def test_a_changed_cell_changes_its_zone_alone(self):
        take({}, {"code": "G2", "name_en": "Other", "name_zh": "别的区"})

        report = take(
            {"website": "https://example.org/"}, {"code": "G2", "name_en": "Other", "name_zh": "别的区"}
        )

        assert (report.updated, report.unchanged) == (1, 1)
        assert Zone.objects.get(code="G1").website == "https://example.org/"

    def test_a_zone_without_a_code_is_known_by_its_chinese_name_and_may_get_one(self):
        take({"code": ""})
        report = take({"code": "G9"})

        assert (report.created, report.updated) == (0, 1)
        assert Zone.objects.get().code == "G9"

    def test_the_subtype_is_a_further_type(self):
        take({"type": "HTDZ", "subtype": "bonded zone"})

        assert {kind.slug for kind in Zone.objects.get().types.all()} == {"htdz", "bonded-zone"}

    def test_a_withdrawn_zone_has_left_and_a_doubtful_one_has_not(self):
        take(
            {"status": "withdrawn from national ETDZ list 2020-01-17"},
            {
                "code": "G2",
                "name_zh": "别的区",
                "status": "not on the 232-zone ETDZ list of 2024 (apparently withdrawn)",
            },
        )

        gone, doubtful = Zone.objects.order_by("code")
        assert (gone.status, gone.status_since, gone.level) == ("withdrawn", "2020-01-17", None)
        assert (doubtful.status, doubtful.status_since, doubtful.level.slug) == (
            "doubtful",
            "2024",
            "national",
        )
        event = doubtful.events.get(kind="withdrawn")
        assert (event.is_confirmed, event.source) == (False, None)
        assert "no notice" in event.remark_en
        assert event.remark_zh_hans

    def test_approved_after_the_catalogue_is_provenance_and_no_state(self):
        take({"status": "approved after the 2018 catalogue"})

        zone = Zone.objects.get()
        assert (zone.status, zone.note) == ("active", "Approved after the 2018 catalogue.")

    def test_addresses_in_the_source_column_go_where_they_belong(self):
        take(
            {
                "source": "https://example.org/list; approval date https://example.org/date;"
                " area https://example.org/area"
            }
        )

        zone = Zone.objects.get()
        assert zone.record_source.url == "https://example.org/list"
        assert zone.events.get().source.url == "https://example.org/date"
        assert [source.url for source in zone.events.get().further_sources.all()] == [
            "https://example.org/list"
        ]
        assert zone.areas.get().source.url == "https://example.org/area"

    def test_an_unknown_date_stays_unknown(self):
        take({"approved_on": ""})

        assert Zone.objects.get().status == "active"
        assert Zone.objects.get().approved_on == ""

    def test_a_name_built_by_rule_says_so(self):
        take({"name_basis": "rule"})

        assert Zone.objects.get().name_is_rendered

    def test_two_zones_of_one_english_name_have_two_addresses(self):
        take({}, {"code": "G2", "name_zh": "别的区"}, {"code": "G3", "name_zh": "第三区"})

        assert sorted(Zone.objects.values_list("slug", flat=True)) == [
            "hunnan-test-zone",
            "hunnan-test-zone-2",
            "hunnan-test-zone-shenyang",
        ]

    def test_an_address_that_a_page_once_had_is_not_given_away(self):
        OldAddress.objects.create(path="/zones/hunnan-test-zone/", zone=factories.zone())
        take({})

        assert Zone.objects.get(code="G1").slug == "hunnan-test-zone-shenyang"

    def test_the_plain_column_holds_english_whoever_imports(self):
        with translation.override("zh-hans"):
            take({})

        assert QuerySet(Zone).values_list("name", flat=True).get() == "Hunnan Test Zone"


class TestProblems:
    def test_each_is_told_by_row_and_column_and_nothing_changes(self):
        report = take(
            {},
            {
                "code": "G2",
                "name_zh": "别的区",
                "province_en": "Atlantis",
                "type": "SPACEPORT",
                "approved_on": "1991-13",
                "area_ha": "-3",
                "latitude": "north",
            },
        )

        assert sorted(places(report)) == [
            (3, "approved_on"),
            (3, "area_ha"),
            (3, "latitude"),
            (3, "province_en"),
            (3, "type"),
        ]
        assert not report.is_written
        assert not Zone.objects.exists()
        assert not Source.objects.exists()

    def test_bad_rows_can_be_skipped(self):
        report = take({"latitude": "north"}, {"code": "G2", "name_zh": "别的区"}, skip_bad=True)

        assert (report.created, report.skipped, report.is_written) == (1, 1, True)
        assert Zone.objects.get().code == "G2"

    def test_a_dry_run_counts_and_changes_nothing(self):
        report = take({}, dry_run=True)

        assert (report.created, report.is_written) == (1, False)
        assert not Zone.objects.exists()

    def test_the_same_zone_twice_in_a_file(self):
        report = take({}, {})

        assert places(report) == [(3, "code")]

    def test_a_city_of_another_province(self):
        report = take({"city_zh": "大连市"})

        assert places(report) == [(2, "city_zh")]

    def test_a_column_that_is_none(self):
        report = take({"colour": "red"})

        assert places(report) == [(1, "colour")]

    def test_a_row_with_a_cell_too_many(self):
        report = import_zones(b"code,name_en\nG1,One,Two\n", "zones.csv")

        assert places(report) == [(2, "")]

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (b"", "a.csv"),
            (b"code\n\xff\xfe\n", "a.csv"),
            (b"[{]", "a.json"),
            (b'{"a": 1}', "a.json"),
            (b"[1]", "a.json"),
        ],
    )
    def test_a_file_that_is_none(self, content, name):
        report = import_zones(content, name)

        assert report.problems
        assert not report.is_written

    def test_an_apostrophe_before_a_formula_is_a_quotation_mark(self):
        take({"name_en": "'=Zone"})

        assert Zone.objects.get().name_en == "=Zone"

    def test_the_command_tells_and_changes_nothing(self, tmp_path, capsys):
        file = tmp_path / "zones.csv"
        file.write_bytes(catalogue({"latitude": "north"}))

        with pytest.raises(CommandError, match=r"1 problem\."):
            call_command("import_zones", str(file))

        assert "Row 2, latitude:" in capsys.readouterr().err
        assert not Zone.objects.exists()

    def test_the_command_takes_a_good_file(self, tmp_path, capsys):
        file = tmp_path / "zones.csv"
        file.write_bytes(catalogue({}))
        call_command("import_zones", str(file))

        assert "1 new, 0 changed, 0 unchanged" in capsys.readouterr().out


class TestEvents:
    def test_a_more_precise_date_wins_and_its_source_stands_first(self):
        take({"approved_on": "1991"})
        event = {"kind": "approved", "date": "1991-03-06", "title_en": "Approved at last", "source": NEWS}
        take_records({"code": "G1", "events": [event]})

        approved = ZoneEvent.objects.get()
        assert (approved.date, approved.title_en, approved.source.title) == (
            "1991-03-06",
            "Approved at last",
            "A story",
        )
        assert [source.title for source in approved.further_sources.all()] == [CATALOGUE]
        assert approved.level.slug == "national"
        assert Zone.objects.get().approved_on == "1991-03-06"

    def test_both_files_again_change_nothing(self):
        record = {"code": "G1", "events": [{"kind": "approved", "date": "1991-03-06", "source": NEWS}]}
        for _time in range(2):
            first, second = take({"approved_on": "1991"}), take_records(record)

        assert (first.unchanged, second.unchanged) == (1, 1)
        assert ZoneEvent.objects.count() == 1

    def test_a_less_precise_date_only_adds_its_source(self):
        take({})
        take_records({"code": "G1", "events": [{"kind": "approved", "date": "1991", "source": NEWS}]})

        event = ZoneEvent.objects.get()
        assert (event.date, event.source.title) == ("1991-03", CATALOGUE)
        assert [source.title for source in event.further_sources.all()] == ["A story"]

    def test_another_date_is_another_event(self):
        take({})
        take_records({"code": "G1", "events": [{"kind": "approved", "date": "1992-03", "source": NEWS}]})

        assert ZoneEvent.objects.count() == 2

    def test_what_may_happen_twice_in_a_year_needs_the_same_title(self):
        take_records(
            RECORD
            | {
                "events": [
                    {"kind": "designated", "date": "2009", "title_en": "A base"},
                    {"kind": "designated", "date": "2009-05", "title_en": "A pilot"},
                    {"kind": "designated", "date": "2009-07", "title_en": "A base", "source": NEWS},
                ]
            }
        )

        assert [(e.date, e.title_en) for e in ZoneEvent.objects.all()] == [
            ("2009-05", "A pilot"),
            ("2009-07", "A base"),
        ]


FULL = RECORD | {
    "slug": "the-test-zone",
    "short_name_en": "Test",
    "name_is_rendered": True,
    "city": "shenyang",
    "district_zh": "浑南区",
    "latitude": 41.7,
    "longitude": 123.4,
    "description_en": "<p>Fine</p><script>alert(1)</script>",
    "source": NEWS,
    "other_names": [{"kind": "former", "text": "Old Zone", "until": "1999"}],
    "events": [
        {"kind": "founded", "date": "1988", "title_en": "Founded", "source": NEWS},
        {"kind": "approved", "date": "1991", "level": "national", "further_sources": [{"title": "B"}]},
    ],
    "targets": [
        {
            "kind": "high-tech-enterprises",
            "metric_en": "High-tech enterprises",
            "qualifier": "over",
            "value": 2000,
            "unit": "count",
            "due_year": 2023,
            "source": NEWS,
        }
    ],
    "areas": [{"kind": "planned", "value_ha": "33.5", "scope_en": "East", "as_of": "2003", "source": NEWS}],
    "industries": [{"industry": "automotive", "role": "core", "label_en": "cars", "source": NEWS}],
    "indicators": [
        {
            "kind": "gdp",
            "period": "2014 H1",
            "value": "416700000000",
            "unit": "money",
            "currency": "CNY",
            "qualifier": "exact",
            "is_estimate": True,
            "source": NEWS,
            "verified_on": "2024-01-02",
            "remark_zh": "估计",
        }
    ],
    "firms": [{"name_en": "Acme", "country": "DE", "industry": "automotive", "since": "1995-04"}],
    "connections": [{"kind": "airport", "name_en": "Taoxian", "distance_km": 12.5, "minutes": 20}],
    "costs": [
        {
            "kind": "electricity",
            "low": 0.5,
            "high": 0.7,
            "unit": "per-kwh",
            "currency": "CNY",
            "tax_included": True,
        }
    ],
    "incentives": [
        {"title_en": "Rent", "benefit_en": "Half", "starts_on": "2020-01-01", "ends_on": "2021-01-01"}
    ],
    "sites": [
        {"code": "A1", "kind": "factory", "size": 1200, "size_unit": "square-metre", "tenure": "lease"}
    ],
    "contacts": [{"name_en": "Investment desk", "phone": "+86 24", "email": "desk@example.org"}],
}


class TestRecords:
    def test_every_group_is_taken_in(self):
        report = take_records(FULL)

        assert report.problems == []
        zone = Zone.objects.get()
        assert zone.slug == "the-test-zone"
        assert zone.description_en == "<p>Fine</p>"
        assert zone.founded_on == "1988"
        assert zone.other_names.get().until == "1999"
        assert zone.targets.get().qualifier == "over"
        assert zone.areas.get().value_ha == Decimal("33.5")
        assert zone.industry_roles.get().role == "core"
        figure = zone.indicators.get()
        assert (str(figure.period), figure.value, figure.qualifier) == ("2014 H1", 416_700_000_000, "")
        assert (figure.is_estimate, figure.is_verified, figure.remark_zh_hans) == (True, True, "估计")
        assert zone.firms.get().country.code == "DE"
        assert zone.connections.get().distance_km == Decimal("12.5")
        assert zone.costs.get().tax_included is True
        assert zone.incentives.get().ends_on.year == 2021
        assert zone.sites.get().size_unit.slug == "square-metre"
        assert zone.desks.get().email == "desk@example.org"
        assert Source.objects.count() == 2

    def test_twice_changes_nothing(self):
        take_records(FULL)
        report = take_records(FULL)

        assert (report.updated, report.unchanged) == (0, 1)

    def test_the_file_need_not_say_everything(self):
        take_records(FULL)
        report = take_records(
            {"code": "G1", "firms": [{"name_en": "Acme", "website": "https://acme.example.org/"}]}
        )

        assert report.updated == 1
        firm = Zone.objects.get().firms.get()
        assert (firm.website, firm.country.code) == ("https://acme.example.org/", "DE")

    @pytest.mark.parametrize(
        ("group", "fact", "column"),
        [
            (
                "indicators",
                {"kind": "gdp", "period": "soon", "value": 1, "unit": "money", "currency": "CNY"},
                "period",
            ),
            ("indicators", {"kind": "gdp", "period": "2014", "value": 1, "unit": "money"}, "currency"),
            ("indicators", {"kind": "luck", "period": "2014", "value": 1, "unit": "count"}, "kind"),
            ("indicators", {"kind": "gdp", "period": "2014", "unit": "count"}, "value"),
            ("indicators", {"kind": "gdp", "value": 1, "unit": "count"}, "period"),
            ("events", {"kind": "exploded", "date": "2014"}, "kind"),
            ("areas", {"kind": "approved", "value_ha": 1, "source": "a book"}, "source"),
            ("firms", {"name_en": "Acme", "colour": "red"}, "colour"),
            ("sites", {"code": "A", "kind": "land", "size": 1}, "size_unit"),
            ("relations", {"kind": "part_of", "other": "Nowhere"}, "other"),
            (
                "costs",
                {"kind": "electricity", "low": 2, "high": 1, "unit": "per-kwh", "currency": "CNY"},
                "high",
            ),
            ("connections", {"kind": "airport", "name_en": "A", "minutes": "soon"}, "minutes"),
        ],
    )
    def test_what_is_wrong_is_told_with_its_place(self, group, fact, column):
        report = take_records(RECORD | {group: [fact]})

        assert places(report) == [(1, f"{group}[1].{column}")]
        assert not Zone.objects.exists()

    def test_another_sources_figure_is_left_alone(self):
        figure = {"kind": "gdp", "period": "2015", "value": 1, "unit": "money", "currency": "CNY"}
        take_records(RECORD | {"indicators": [figure | {"source": NEWS}]})
        take_records({"code": "G1", "indicators": [figure | {"value": 2, "source": {"title": "B"}}]})

        assert sorted(Zone.objects.get().indicators.values_list("value", flat=True)) == [1, 2]

    def test_the_same_source_corrects_itself(self):
        figure = {
            "kind": "gdp",
            "period": "2015",
            "value": 1,
            "unit": "money",
            "currency": "CNY",
            "source": NEWS,
        }
        take_records(RECORD | {"indicators": [figure]})
        report = take_records({"code": "G1", "indicators": [figure | {"value": 3}]})

        assert report.updated == 1
        assert Zone.objects.get().indicators.get().value == 3

    def test_a_contradiction_within_one_source_keeps_both_and_stays(self):
        figure = {"kind": "gdp", "period": "2015", "unit": "money", "currency": "CNY", "source": NEWS}
        record = RECORD | {"indicators": [figure | {"value": 1}, figure | {"value": 2}]}
        take_records(record)
        report = take_records(record)

        assert report.unchanged == 1
        assert Zone.objects.get().indicators.count() == 2

    def test_a_fact_known_by_its_uuid_may_change_in_everything(self):
        take_records(RECORD | {"firms": [{"name_en": "Acme", "source": NEWS}]})
        firm = Zone.objects.get().firms.get()
        changed = {"uuid": str(firm.uuid), "name_en": "Acme & Sons", "source": {"title": "B"}}
        take_records({"code": "G1", "firms": [changed]})

        firm.refresh_from_db()
        assert (firm.name_en, firm.source.title) == ("Acme & Sons", "B")

    def test_an_empty_column_takes_back_what_it_said(self):
        take_records(RECORD | {"pitch_en": "Come"})
        take_records({"code": "G1", "pitch_en": ""})

        assert Zone.objects.get().pitch_en == ""

    def test_types_are_exactly_those_of_the_file(self):
        take_records(RECORD | {"types": ["htdz", "etdz"]})
        report = take_records({"code": "G1", "types": ["etdz"]})

        assert report.updated == 1
        assert [kind.slug for kind in Zone.objects.get().types.all()] == ["etdz"]

    def test_zones_of_one_file_may_belong_together(self):
        other = RECORD | {"code": "G2", "name_en": "Other", "name_zh": "别的区"}
        take_records(RECORD | {"relations": [{"kind": "part_of", "other": "G2"}]}, other)

        assert Zone.objects.get(code="G1").relations.get().other.code == "G2"

    def test_a_zone_that_rests_on_a_bad_one_is_left_out_with_it(self):
        other = RECORD | {"code": "G2", "name_en": "Other", "name_zh": "别的区", "latitude": "north"}
        report = take_records(
            RECORD | {"relations": [{"kind": "part_of", "other": "G2"}]}, other, skip_bad=True
        )

        assert sorted(places(report)) == [(1, "relations"), (2, "latitude")]
        assert not Zone.objects.exists()

    def test_a_source_is_entered_once_and_its_blanks_are_filled(self):
        take_records(RECORD | {"source": {"url": "https://example.org/a"}})
        take_records({"code": "G1", "firms": [{"name_en": "Acme", "source": NEWS}]})

        source = Source.objects.get()
        assert (source.title, source.published_on) == ("A story", "2022-07-27")

    def test_summary_columns_stand_for_facts_where_a_record_has_none(self):
        summary = RECORD | {
            "level": "national",
            "approved_on": "1991-03",
            "area_ha": 27.5,
            "founded_on": "1988",
        }
        take_records(
            summary, RECORD | {"code": "G2", "name_zh": "别的区", "events": []} | {"level": "national"}
        )

        zone, other = Zone.objects.order_by("code")
        assert (zone.level.slug, zone.approved_on, zone.founded_on) == ("national", "1991-03", "1988")
        assert zone.approved_area_ha == Decimal("27.5")
        assert not other.events.exists()
        assert places(take_records(RECORD | {"approved_on": "soon"})) == [(1, "approved_on")]

    def test_a_uuid_belongs_to_one_fact(self):
        take_records(RECORD | {"firms": [{"name_en": "Acme"}]})
        taken = str(Zone.objects.get().firms.get().uuid)
        other = RECORD | {"code": "G2", "name_zh": "别的区"}
        report = take_records(other | {"firms": [{"name_en": "B", "uuid": taken}]})

        assert places(report) == [(1, "firms[1].uuid")]

    def test_two_chinese_words_may_stand_for_one_sector(self):
        roles = [{"industry": "automotive", "label_zh": words} for words in ("汽车", "汽车零部件")]
        take_records(RECORD | {"industries": roles})

        assert IndustryRole.objects.count() == 2

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.dictionaries(
                st.sampled_from([*ZONE_COLUMNS, *ZONE_SPECIAL, *ZONE_DERIVED, *GROUPS_BY_NAME, "colour"]),
                ANYTHING,
                max_size=8,
            ),
            max_size=3,
        )
    )
    def test_no_file_breaks_the_importer(self, records):
        with transaction.atomic():
            report = take_records(*[RECORD | {"code": f"G{n}"} | record for n, record in enumerate(records)])
            assert report.is_written == report.is_clean
            assert report.is_clean or not Zone.objects.exists()
            transaction.set_rollback(True)


class TestCosts:
    def test_the_same_reads_for_one_zone_as_for_fifty(self):
        def reads(count):
            records = [
                FULL | {"code": f"R{count}-{n}", "name_zh": f"区{count}-{n}", "slug": f"r{count}-{n}"}
                for n in range(count)
            ]
            with CaptureQueriesContext(
                connection,
            ) as queries:
                report = import_zone_records(records)
            assert report.created == count
            again = CaptureQueriesContext(connection)
            with again:
                assert import_zone_records(records).unchanged == count
            return (
                sum(query["sql"].startswith("SELECT") for query in queries),
                sum(query["sql"].startswith("SELECT") for query in again),
                len(again),
            )

        assert reads(1) == reads(50)

    def test_listeners_are_told_once_and_only_of_a_change(self, django_capture_on_commit_callbacks):
        told = []

        def listener(sender, instance, **kwargs):
            told.append((sender, instance))

        content_changed.connect(listener)
        try:
            for _time in range(2):
                with django_capture_on_commit_callbacks(execute=True):
                    take({}, {"code": "G2", "name_zh": "别的区"})
        finally:
            content_changed.disconnect(listener)

        assert told == [(Zone, None)]

    def test_a_published_zone_is_found_by_its_new_name(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            take({})
            Zone.objects.get().publish(by=None)
        with django_capture_on_commit_callbacks(execute=True):
            take({"name_en": "Zebra Zone"})

        assert search.zone_ids("zebra") == [Zone.objects.get().pk]
