"""Tables as people and spreadsheets leave them: the portal's columns edited, and files that are almost right."""

import csv
import datetime
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tests import factories
from zones.exchange import canonical, import_zones, workbook
from zones.exchange.export import Export
from zones.models import Area, City, Indicator, IndustryLabel, IndustryRole, Zone, ZoneEvent
from zones.periods import Period

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone():
    zone = factories.zone(
        "Quay", slug="quay", code="G1", name_zh_hans="码头区", province=factories.province()
    )
    source = factories.source("A list", url="https://example.org/list")
    for level in ("national", "provincial"):
        factories.level(level)
    ZoneEvent.objects.create(zone=zone, kind="founded", date="1988", source=source)
    ZoneEvent.objects.create(
        zone=zone, kind="approved", date="1991", level=factories.level("national"), source=source
    )
    Area.objects.create(zone=zone, kind="approved", value_ha="27.5", as_of="2018", source=source)
    IndustryRole.objects.create(zone=zone, industry=factories.industry("software-it"), source=source)
    kind = factories.indicator_kind(is_headline=True)
    figure = Indicator(zone=zone, kind=kind, unit=kind.unit, value=900, currency="CNY", source=source)
    figure.period = Period.parse("2022")
    figure.save()
    zone.refresh_standing()
    return zone


def table(*rows, delimiter=","):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(
        out, list(dict.fromkeys(name for row in rows for name in row)), delimiter=delimiter
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def edited(**cells):
    """The zone's own row with some cells changed."""
    content = b"".join(Export(Zone.objects.all(), is_public=False).csv()).decode()
    [row] = csv.DictReader(io.StringIO(content, newline=""))
    return table(row | cells).encode()


def book(*rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def told(report):
    return [(problem.row, problem.column) for problem in report.problems]


class TestEditedCells:
    def test_one_cell_changes_one_thing(self, zone):
        report = import_zones(edited(website="https://example.org/"), "a.csv", dry_run=True)
        assert [(line.line.field, line.line.after) for line in report.differences] == [
            ("website", "https://example.org/")
        ]

    def test_a_corrected_area_corrects_the_fact_and_another_year_is_another_fact(self, zone):
        import_zones(edited(area_ha="30.00"), "a.csv")
        assert [str(area.value_ha) for area in Area.objects.all()] == ["30.0000"]
        import_zones(edited(area_ha="31", area_as_of="2024"), "a.csv")
        assert [
            (area.as_of, area.value_ha, area.source.title) for area in Area.objects.order_by("as_of")
        ] == [
            ("2018", 30, "A list"),
            ("2024", 31, "A list"),
        ]
        zone.refresh_from_db()
        assert zone.approved_area_ha == 31

    def test_a_figure_of_a_new_year_stands_beside_the_former(self, zone):
        import_zones(edited(gdp="950", gdp_period="2023", gdp_estimate="TRUE"), "a.csv")
        figures = Indicator.objects.order_by("period_end")
        assert [(str(f.period), f.value, f.is_estimate) for f in figures] == [
            ("2022", 900, False),
            ("2023", 950, True),
        ]

    def test_a_figure_without_its_period_is_told(self, zone):
        report = import_zones(
            table({"slug": "new", "name_en": "N", "gdp": "5", "gdp_currency": "CNY"}).encode(), "a.csv"
        )
        assert (2, "gdp_period") in told(report)

    def test_a_date_in_the_timeline_is_corrected_in_place(self, zone):
        event = zone.events.get(kind="approved")
        import_zones(edited(timeline="1988 founded;1991-03-06 approved national"), "a.csv")
        event.refresh_from_db()
        assert (event.date, ZoneEvent.objects.count()) == ("1991-03-06", 2)
        zone.refresh_from_db()
        assert zone.approved_on == "1991-03-06"

    def test_a_further_event_is_added_and_none_is_removed(self, zone):
        import_zones(edited(timeline="1991 approved national;2024 withdrawn?"), "a.csv")
        assert ZoneEvent.objects.count() == 3
        zone.refresh_from_db()
        assert (zone.status, zone.status_since, zone.level.slug) == ("doubtful", "2024", "national")

    def test_the_source_of_the_approval_goes_to_the_approval(self, zone):
        import_zones(
            edited(approved_source="Another list", approved_source_url="https://example.org/other"), "a.csv"
        )
        assert zone.events.get(kind="approved").source.title == "Another list"
        assert zone.events.get(kind="founded").source.title == "A list"

    def test_what_follows_from_the_timeline_is_changed_there(self, zone):
        report = import_zones(edited(level="provincial"), "a.csv")
        assert (report.changes, [(note.row, note.column) for note in report.notes]) == (0, [(2, "level")])

    def test_an_event_that_is_none_is_told(self, zone):
        for cell in ("1991 opened", "1991 approved national twice", "sometime", "1991-13 approved"):
            assert told(import_zones(edited(timeline=cell), "a.csv"))[0][1] == "timeline", cell

    def test_an_industry_is_added_by_slug_or_by_label(self, zone):
        factories.industry("biomedicine")
        label = IndustryLabel.objects.create(label_en="Cold chain", key="cold chain")
        label.industries.add(factories.industry("logistics"))
        report = import_zones(edited(industries="software-it;biomedicine;Cold chain;Nonsense"), "a.csv")
        assert {role.industry.slug for role in zone.industry_roles.all()} == {
            "software-it",
            "biomedicine",
            "logistics",
        }
        assert [note.column for note in report.notes] == ["industries"]

    def test_an_empty_cell_says_nothing(self, zone):
        assert (
            import_zones(edited(area_ha="", timeline="", gdp="", website="", industries=""), "a.csv").changes
            == 0
        )

    def test_a_table_of_a_few_columns_makes_a_zone(self, zone):
        City.objects.create(province=factories.province(), slug="dalian", name_en="Dalian")
        row = {
            "name_en": "Pier",
            "name_zh": "栈桥区",
            "types": "htdz",
            "level": "national",
            "status": "withdrawn",
            "status_since": "2020-01-17",
            "province": "liaoning",
            "city": "dalian",
            "founded_on": "1990",
            "approved_on": "1992-08",
            "area_ha": "10",
            "source": "A gazette",
            "source_url": "https://example.org/gazette",
        }
        assert import_zones(table(row).encode(), "a.csv").problems == []
        made = Zone.objects.get(name_zh_hans="栈桥区")
        assert (made.slug, made.status, made.status_since, made.founded_on, made.approved_on) == (
            "pier",
            "withdrawn",
            "2020-01-17",
            "1990",
            "1992-08",
        )
        assert made.areas.get().source.title == "A gazette"
        assert made.events.get(kind="withdrawn").source is None
        assert import_zones(table(row).encode(), "a.csv").changes == 0

    def test_two_cities_whose_names_are_alike_are_told_apart_by_slug(self, zone):
        for slug, name in (("taizhou", "Taichow"), ("taizhou-2", "Taizhou")):
            City.objects.create(province=zone.province, slug=slug, name_en=name)
        import_zones(edited(city="taizhou"), "a.csv")
        zone.refresh_from_db()
        assert zone.city.slug == "taizhou"


class TestFiles:
    ROW = {"slug": "pier", "name_en": "Pier", "types": "htdz", "province": "liaoning"}

    @pytest.fixture(autouse=True)
    def lists(self):
        factories.province(), factories.zone_type()

    @pytest.mark.parametrize(
        "content",
        [
            table(ROW).encode("utf-8-sig"),
            table(ROW, delimiter=";").encode(),
            ("sep=;\r\n" + table(ROW, delimiter=";")).encode(),
            table(ROW, delimiter="\t").encode("utf-16"),
            table(ROW).replace("\r\n", "\n").encode(),
            book(list(ROW), list(ROW.values())),
        ],
        ids=["bom", "semicolons", "sep", "utf-16", "unix", "xlsx"],
    )
    def test_what_spreadsheets_write_is_read(self, content):
        report = import_zones(content, "a.csv")
        assert (report.problems, report.created) == ([], 1)
        assert Zone.objects.get().name_en == "Pier"

    def test_quotes_lines_and_formulas_stay_what_they_are(self):
        texts = ['a "b", c;d', "two\nlines", "'=1+1", "'+x", "''=x", "＝1"]
        rows = [
            self.ROW | {"slug": f"z{n}", "code": f"G{n}", "name_en": text} for n, text in enumerate(texts)
        ]
        assert import_zones(table(*rows).encode(), "a.csv").problems == []
        names = list(Zone.objects.order_by("slug").values_list("name_en", flat=True))
        assert names == ['a "b", c;d', "two\nlines", "=1+1", "+x", "'=x", "＝1"]

    def test_another_encoding_is_told_with_the_way_out(self):
        report = import_zones(table(self.ROW | {"name_en": "码头"}).encode("gb18030"), "a.csv")
        assert told(report) == [(2, "")]
        assert "CSV UTF-8" in report.problems[0].message

    def test_columns_that_stand_twice_have_no_name_or_are_unknown_are_named(self):
        for make in (lambda rows: "\n".join(map(",".join, rows)).encode(), lambda rows: book(*rows)):
            rows = [["slug", "name_en", "", "name_en", "colour"], ["a", "b", "c", "d", "e"]]
            assert told(import_zones(make(rows), "a.csv")) == [(1, "name_en"), (1, "#3"), (1, "colour")]

    def test_a_workbook_s_numbers_and_days_keep_their_precision(self):
        made = Workbook()
        sheet = made.active
        header = [*self.ROW, "approved_on", "founded_on", "latitude", "longitude", "area_ha", "area_as_of"]
        sheet.append([*header, "name_is_rendered"])
        sheet.append(
            [
                *self.ROW.values(),
                datetime.date(1994, 8, 1),
                1988,
                41.70941,
                -3,
                1250,
                datetime.date(2018, 1, 1),
                True,
            ]
        )
        # What Excel makes of a typed 1994-08.
        sheet["E2"].number_format = "mmm-yy"
        sheet["J2"].number_format = "yyyy"
        file = io.BytesIO()
        made.save(file)

        assert import_zones(file.getvalue(), "a.xlsx").problems == []
        zone = Zone.objects.get()
        assert (zone.approved_on, zone.founded_on, str(zone.latitude), zone.approved_area_ha) == (
            "1994-08",
            "1988",
            "41.70941",
            1250,
        )
        assert zone.areas.get().as_of == "2018"
        assert zone.name_is_rendered

    def test_a_day_in_a_workbook_stays_a_day(self):
        rows = list(
            workbook.read(book(["a"], [datetime.date(1994, 8, 1)], [datetime.datetime(1994, 8, 31, 9)]))
        )
        assert rows == [["a"], ["1994-08-01"], ["1994-08-31"]]

    def test_the_catalogue_may_come_as_a_workbook(self):
        factories.level("national")
        header = ["code", "name_en", "name_zh", "level", "type", "province_en", "approved_on"]
        row = ["G1", "Pier", "栈桥区", "national", "HTDZ", "Liaoning", "1991-03"]
        assert import_zones(book(header, row), "zones.xlsx").problems == []
        assert Zone.objects.get().approved_on == "1991-03"

    def test_problems_of_a_workbook_name_row_and_column(self):
        rows = [list(self.ROW), list(self.ROW.values()), [], ["x", "X", "spaceport", "liaoning"]]
        assert told(import_zones(book(*rows), "a.xlsx")) == [(4, "types")]

    @pytest.mark.parametrize(
        "content", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old", b"PK\x03\x04" + b"\0" * 99]
    )
    def test_what_is_no_workbook_is_told(self, content):
        assert told(import_zones(content, "a.xlsx")) == [(1, "")]

    def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(self, monkeypatch):
        file = io.BytesIO(book(["slug"], ["a"]))
        with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr("xl/bomb.xml", b"0" * 5_000_000)
        assert len(file.getvalue()) < 20_000
        monkeypatch.setattr(workbook, "LARGEST_UNPACKED", 1_000_000)
        report = import_zones(file.getvalue(), "a.xlsx")
        assert "too large" in report.problems[0].message

    def test_entities_in_a_workbook_are_refused(self):
        original = book(["slug"], ["a"])
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(original)) as old, zipfile.ZipFile(out, "w") as new:
            for part in old.infolist():
                data = old.read(part)
                if part.filename == "xl/worksheets/sheet1.xml":
                    data = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + data
                new.writestr(part, data)
        assert told(import_zones(out.getvalue(), "a.xlsx")) == [(1, "")]

    def test_a_cell_far_away_costs_no_memory(self, monkeypatch):
        made = Workbook()
        made.active.append(list(self.ROW))
        made.active["A200000"] = "x"
        file = io.BytesIO()
        made.save(file)
        assert told(import_zones(file.getvalue(), "a.xlsx")) == [(1, "")]


@given(st.text())
def test_a_guarded_cell_gives_its_text_back(text):
    assert canonical.unguarded(canonical.guarded(text)) == text
    assert not canonical.guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**17), max_value=10**17))
def test_a_number_has_one_text(value):
    text = canonical.number(value)
    assert canonical.number(value + 0) == text
    assert "e" not in text.lower() and not (("." in text) and text.endswith("0"))
    assert value == type(value)(text)
