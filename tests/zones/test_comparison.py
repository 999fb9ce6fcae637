"""Zones side by side: what may be compared stands in one row, and nothing is made equal that is not."""

import csv
import datetime
import gzip
import io
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.markup import Page
from tests.zones.fictitious import fictitious_zone
from zones import comparison, search
from zones.models import (
    Area,
    ExchangeRate,
    Incentive,
    Indicator,
    IndustryRole,
    OldAddress,
    Target,
    Unit,
    ZoneEvent,
)
from zones.periods import Period
from zones.rates import Rates

pytestmark = pytest.mark.django_db
PAGE, FILE = "/zones/compare/", "/zones/compare.csv"
ON = datetime.date(2024, 6, 1)
MOST_BYTES = 25_000  # compressed, with four full zones


@pytest.fixture
def pair():
    return [factories.zone("Harbour Zone", slug="harbour"), factories.zone("River Zone", slug="river")]


@pytest.fixture
def rates():
    source = factories.source("Annual rates", url="https://rates.example.org/annual")
    for currency, year, per_usd in (("CNY", 2020, "7"), ("CNY", 2022, "6.5"), ("EUR", 2022, "0.9")):
        ExchangeRate.objects.create(currency=currency, year=year, per_usd=Decimal(per_usd), source=source)


def figure(zone, value, period="2022", *, kind="gdp", **fields):
    unit = fields.pop("unit", None) or factories.unit()
    fields.setdefault("currency", "CNY" if unit.slug == "money" else "")
    fields.setdefault("source", factories.source())
    kind = factories.indicator_kind(kind, is_headline=True)
    return Indicator.objects.create(
        zone=zone, kind=kind, unit=unit, value=Decimal(value), period_start=Period.parse(period).start,
        period_end=Period.parse(period).end, **fields,
    )  # fmt: skip


def area(zone, hectares, kind="approved", **fields):
    fields.setdefault("source", factories.source())
    made = Area.objects.create(zone=zone, kind=kind, value_ha=Decimal(hectares), **fields)
    zone.refresh_standing()
    return made


def compared(zones, query=""):
    params = QueryDict("&".join([*(f"zone={zone.slug}" for zone in zones), query]))
    rates = Rates.load()
    choice = comparison.Choice.read(params, PAGE, currencies=rates.currencies)
    return comparison.build(choice, rates, on=ON)


def row_of(made, label, *, note="", scope=""):
    found = [
        row
        for section in made.table.sections
        for row in section.rows
        if (str(row.label), row.note, row.scoped.scope if row.scoped else "") == (label, note, scope)
    ]
    assert len(found) == 1, [str(row.label) for section in made.table.sections for row in section.rows]
    return found[0]


def texts(row):
    return [[entry.text for entry in cell.main] for cell in row.cells]


class TestRows:
    def test_the_level_of_a_withdrawn_zone_is_known_and_not_missing(self, pair):
        ZoneEvent.objects.create(
            zone=pair[0], kind="approved", date="2013-01", level=factories.level("national")
        )
        ZoneEvent.objects.create(zone=pair[0], kind="withdrawn", date="2020-01-17")
        pair[0].refresh_standing()
        left, never_told = row_of(compared(pair), "Level").cells
        assert [(entry.text, entry.when) for entry in left.main] == [("None any more", "since Jan. 17, 2020")]
        assert not left.question
        assert not never_told.is_published
        assert never_told.question

    def test_a_zone_without_a_type_can_be_asked_for_it(self, pair):
        pair[1].types.clear()
        known, missing = row_of(compared(pair), "Type").cells
        assert known.is_published
        assert "What type of zone is River Zone?" in missing.question

    def test_each_cell_has_its_value_its_year_and_its_source(self, pair):
        figure(pair[0], 10**10, "2022", source=factories.source("Yearbook A"))
        figure(pair[1], 2 * 10**10, "2020", is_estimate=True, source=factories.source("Yearbook B"))

        cells = row_of(compared(pair), "Gdp").cells

        assert [(c.main[0].text, c.main[0].when, c.main[0].is_estimate, str(c.main[0].source)) for c in cells] == [
            ("CNY 10 billion", "2022", False, "Yearbook A"),
            ("CNY 20 billion", "2020", True, "Yearbook B"),
        ]  # fmt: skip

    def test_different_years_are_pointed_out(self, pair):
        figure(pair[0], 10, "2022")
        figure(pair[1], 20, "2020")
        assert row_of(compared(pair), "Gdp").years_note == "Different years: 2020 to 2022"

    def test_figures_of_one_year_need_no_word(self, pair):
        for zone in pair:
            figure(zone, 10, "2022")
        assert row_of(compared(pair), "Gdp").years_note == ""

    def test_the_latest_full_year_is_compared_even_where_part_of_a_later_one_is_known(self, pair):
        figure(pair[0], 10, "2022")
        figure(pair[0], 6, "2023 H1")
        figure(pair[1], 7, "2023 H1")

        row = row_of(compared(pair), "Gdp")

        assert texts(row) == [["CNY 10"], ["CNY 7"]]
        assert row.cells[1].main[0].remarks == ["part of a year"]

    def test_a_full_year_is_preferred_to_part_of_a_later_one_in_another_currency(self, pair):
        figure(pair[0], 10, "2022")
        figure(pair[0], 6, "2023 H1", currency="USD")
        assert texts(row_of(compared(pair), "Gdp")) == [["CNY 10"], []]

    def test_cumulative_figures_have_a_row_of_their_own(self, pair):
        figure(pair[0], 10, "2022")
        figure(pair[1], 90, "2022", is_cumulative=True)
        made = compared(pair)
        assert texts(row_of(made, "Gdp")) == [["CNY 10"], []]
        assert texts(row_of(made, "Gdp", note="cumulative")) == [[], ["CNY 90"]]

    def test_a_figure_of_another_scope_is_an_aside_and_not_compared(self, pair):
        figure(pair[0], 10)
        figure(pair[1], 10, scope="Zone and district")

        row = row_of(compared(pair), "Gdp")

        assert texts(row) == [["CNY 10"], []]
        assert [entry.text for entry in row.cells[1].asides] == ["CNY 10"]
        assert not row.cells[1].is_published
        assert not row.is_same

    def test_a_scope_that_zones_share_has_a_row(self, pair):
        for value, zone in enumerate(pair, 1):
            figure(zone, value, scope="Large enterprises")
        row = row_of(compared(pair), "Gdp", scope="Large enterprises")
        assert texts(row) == [["CNY 1"], ["CNY 2"]]

    def test_units_of_different_dimensions_never_share_a_row(self, pair):
        figure(pair[0], 10, kind="output")
        figure(pair[1], 10, kind="output", unit=factories.unit("mass", symbol_en="t"))
        rows = [
            texts(row)
            for section in compared(pair).table.sections
            for row in section.rows
            if str(row.label) == "Output"
        ]
        assert sorted(rows) == [[[], ["10 t"]], [["CNY 10"], []]]

    def test_kinds_of_area_are_never_set_beside_each_other(self, pair):
        area(pair[0], 2000)
        area(pair[1], 9000, "administered")
        made = compared(pair)
        assert texts(row_of(made, "Approved")) == [["2,000 ha (20 km²)"], []]
        assert texts(row_of(made, "Administered")) == [[], ["9,000 ha (90 km²)"]]

    def test_an_area_that_is_not_yet_is_left_out_and_one_of_a_part_is_an_aside(self, pair):
        area(pair[0], 2000, as_of="2018")
        area(pair[0], 5000, as_of="2025")
        area(pair[1], 300, as_of="2020", scope="East park")
        row = row_of(compared(pair), "Approved")
        assert texts(row) == [["2,000 ha (20 km²)"], []]
        assert [entry.text for entry in row.cells[1].asides] == ["300 ha (3 km²)"]

    def test_industries_in_common_come_first_and_are_marked(self, pair):
        for zone, names in zip(pair, (["steel", "software-it"], ["software-it", "ports"]), strict=True):
            for name in names:
                IndustryRole.objects.create(zone=zone, industry=factories.industry(name))
        cells = row_of(compared(pair), "Industries").cells
        assert [[(item.text, item.is_shared) for item in cell.items] for cell in cells] == [
            [("Software It", True), ("Steel", False)],
            [("Software It", True), ("Ports", False)],
        ]

    def test_targets_are_never_among_the_figures(self, pair):
        figure(pair[0], 10)
        Target.objects.create(
            zone=pair[1], kind=factories.indicator_kind("gdp"), metric="Output", value=Decimal(99),
            unit=factories.unit(), currency="CNY", due_year=2023,
        )  # fmt: skip
        made = compared(pair)
        assert texts(row_of(made, "Gdp")) == [["CNY 10"], []]
        target = row_of(made, "Targets").cells[1].main[0]
        assert (target.text, target.when) == ("Output: CNY 99", "was due 2023")

    def test_incentives_that_have_all_run_out_are_told_as_such(self, pair):
        Incentive.objects.create(zone=pair[0], title="A grant", ends_on=datetime.date(2023, 12, 31))
        row = row_of(compared(pair), "Incentives in force")
        assert texts(row) == [["none in force today"], []]

    def test_sources_that_disagree_are_both_at_hand(self, pair):
        figure(pair[0], 10, is_preferred=True)
        figure(pair[0], 12)
        entry = row_of(compared(pair), "Gdp").cells[0].main[0]
        assert (entry.text, [other.value for other in entry.others]) == ("CNY 10", [12])


class TestDifferences:
    def test_a_row_differs_when_published_values_do(self, pair):
        figure(pair[0], 10)
        figure(pair[1], 11)
        row = row_of(compared(pair), "Gdp")
        assert (row.differs, row.is_same) == (True, False)

    def test_the_same_value_in_another_currency_differs(self, pair):
        figure(pair[0], 10)
        figure(pair[1], 10, currency="USD")
        assert row_of(compared(pair), "Gdp").differs

    def test_a_gap_is_neither_the_same_nor_a_difference(self, pair):
        figure(pair[0], 10)
        row = row_of(compared(pair), "Gdp")
        assert (row.differs, row.is_same) == (False, False)

    def test_rows_that_read_the_same_can_be_left_out(self, pair):
        for zone in pair:
            figure(zone, 10)
            figure(zone, zone.pk, kind="exports")
        made = compared(pair, "differ=1")
        assert "Gdp" not in [str(row.label) for section in made.table.sections for row in section.rows]
        assert row_of(made, "Exports").differs
        assert made.table.hidden >= 1

    def test_what_nobody_has_published_is_folded(self, pair):
        figure(pair[0], 10)
        made = compared(pair)
        folded = [str(row.label) for row in made.table.unpublished]
        assert {"Founded", "Industries", "Available sites", "Approved"} <= set(folded)
        assert "Gdp" not in folded


@pytest.mark.usefixtures("rates")
class TestConversion:
    def entry(self, zones, query, place=0):
        return row_of(compared(zones, query), "Gdp").cells[place].main[0]

    def test_money_stands_converted_beside_what_was_published(self, pair):
        figure(pair[0], 7 * 10**9, "2020")

        entry = self.entry(pair, "currency=USD")

        assert entry.text == "CNY 7 billion"
        assert entry.converted.text == "≈ USD 1 billion"
        assert entry.converted.how == "at 7 CNY per US dollar, average of 2020"
        assert [str(rate) for rate in entry.converted.rates] == ["CNY 2020"]

    def test_two_other_currencies_name_both_rates(self, pair):
        figure(pair[0], 65 * 10**8, "2022")
        entry = self.entry(pair, "currency=EUR")
        assert entry.converted.text == "≈ EUR 900 million"
        assert entry.converted.how == "at 6.5 CNY, 0.9 EUR per US dollar, average of 2022"

    @pytest.mark.parametrize(
        ("period", "fields", "reason"),
        [
            ("2019", {}, "Not converted: no average rate of 2019"),
            ("2020-2022", {}, "Not converted: it spans several years"),
            ("2022", {"is_cumulative": True}, "Not converted: it adds up several years"),
        ],
    )
    def test_what_belongs_to_no_year_with_a_rate_stays_as_published_and_says_so(
        self, pair, period, fields, reason
    ):
        figure(pair[0], 10, period, **fields)
        note = "cumulative" if fields else ""
        entry = row_of(compared(pair, "currency=USD"), "Gdp", note=note).cells[0].main[0]
        assert entry.converted is None
        assert reason in entry.remarks

    def test_an_amount_in_the_chosen_currency_is_left_alone(self, pair):
        figure(pair[0], 10, currency="USD")
        entry = self.entry(pair, "currency=USD")
        assert (entry.converted, entry.remarks) == (None, [])

    def test_what_was_published_in_the_chosen_currency_is_preferred_to_a_conversion(self, pair):
        figure(pair[0], 65, "2022")
        figure(pair[0], 11, "2022", currency="USD")
        entry = self.entry(pair, "currency=USD")
        assert (entry.text, entry.converted) == ("USD 11", None)

    @pytest.mark.parametrize("query", ["", "currency=", "currency=GBP", "currency=%00", "currency=usd"])
    def test_without_a_known_currency_nothing_is_converted(self, pair, query):
        figure(pair[0], 10)
        assert self.entry(pair, query).converted is None

    @pytest.mark.parametrize(
        ("code", "text"),
        [("mu", "= 30,000 mu"), ("km2", "= 20 km²"), ("acre", "≈ 4,942.11 acres")],
    )
    def test_areas_stand_in_the_chosen_unit_beside_hectares(self, pair, code, text):
        area(pair[0], 2000)
        entry = row_of(compared(pair, f"area={code}"), "Approved").cells[0].main[0]
        assert (entry.text, entry.converted.text) == ("2,000 ha", text)

    def test_the_page_lists_the_rates_that_it_used_with_their_source(self, client, pair):
        figure(pair[0], 7, "2020")
        page = client.get(PAGE, {"zone": ["harbour", "river"], "currency": "USD"})
        assert "2020: 7 CNY per US dollar" in page.text
        assert 'href="https://rates.example.org/annual"' in page.text
        assert "2022: 6.5 CNY" not in page.text


class TestPage:
    def get(self, client, *slugs, **more):
        return client.get(PAGE, {"zone": slugs, **more})

    def columns(self, page):
        return re.findall(r'class="compare__name" href="/zones/([\w-]+)/"', page.text)

    def test_zones_stand_in_the_order_given(self, client, pair):
        assert self.columns(self.get(client, "river", "harbour", "river")) == ["river", "harbour"]

    def test_the_title_names_the_zones_and_the_address_is_shareable(self, client, pair):
        page = self.get(client, "river", "harbour", area="mu")
        assert "<title>River Zone and Harbour Zone compared" in page.text
        assert '<link rel="canonical" href="http' in page.text
        assert '/zones/compare/?zone=river&amp;zone=harbour">' in page.text
        assert '<meta name="robots" content="noindex,follow">' in page.text

    def test_the_bare_page_may_be_found_in_each_language(self, client):
        page = self.get(client)
        assert "noindex" not in page.text
        assert 'hreflang="zh-Hans"' in page.text.partition("</head>")[0]

    def test_the_other_language_shows_the_same_comparison(self, client, pair):
        page = self.get(client, "river", "harbour", area="mu")
        assert 'href="/zh-hans/zones/compare/?zone=river&amp;zone=harbour&amp;area=mu"' in page.text

    @pytest.mark.parametrize("slugs", [(), ("river",)])
    def test_with_fewer_than_two_zones_it_says_what_to_do(self, client, pair, slugs):
        page = self.get(client, *slugs)
        assert page.status_code == 200
        assert "Choose two to 4 zones" in page.text
        assert 'name="q"' in page.text
        assert Page(page.text).problems == []

    def test_a_zone_is_added_by_its_name_and_the_chosen_ones_stay(self, client, pair):
        factories.zone("Mountain Zone", slug="mountain")
        list(search.rebuild())
        page = self.get(client, "river", "harbour", q="mountain", currency="")
        assert 'href="/zones/compare/?zone=river&amp;zone=harbour&amp;zone=mountain"' in page.text
        assert '<input type="hidden" name="zone" value="river">' in page.text

    def test_words_that_find_nothing_are_named(self, client, pair):
        assert "No further zone found for “&lt;b&gt;”" in self.get(client, "river", q="<b>").text

    def test_each_column_can_be_taken_away(self, client, pair):
        page = self.get(client, "river", "harbour", area="mu")
        assert 'class="compare__remove" href="/zones/compare/?zone=harbour&amp;area=mu"' in page.text

    def test_a_fifth_zone_is_left_out_and_named(self, client):
        for number in range(5):
            factories.zone(f"Zone {number}", slug=f"z{number}")
        page = self.get(client, *(f"z{number}" for number in range(5)))
        assert self.columns(page) == ["z0", "z1", "z2", "z3"]
        assert "only the first 4 are shown" in page.text
        assert '<a href="/zones/z4/">Zone 4</a>' in page.text
        assert 'name="q"' not in page.text.partition("<main")[2].partition('id="ask"')[0]

    def test_unknown_and_hidden_zones_are_named_and_tell_nothing(self, client, pair):
        factories.zone("Secret Zone", slug="draft", live=False)
        page = self.get(client, "river", "atlantis", "harbour", "draft", "a\0b")
        assert self.columns(page) == ["river", "harbour"]
        assert "<bdi>atlantis</bdi>" in page.text
        assert "<bdi>draft</bdi>" in page.text
        assert "Secret" not in page.text

    def test_a_former_address_still_names_its_zone(self, client, pair):
        OldAddress.objects.create(path="/zones/quay/", zone=pair[0])
        assert self.columns(self.get(client, "quay", "river")) == ["harbour", "river"]

    def test_a_gap_leads_to_the_form_with_zone_and_question(self, client, pair):
        figure(pair[0], 10)
        page = self.get(client, "river", "harbour")
        links = re.findall(r'href="/start-your-business/\?zone=river&amp;message=([^"]+)"', page.text)
        assert any("Gdp" in link and "River+Zone" in link for link in links)

    def test_what_nobody_publishes_is_asked_of_all_at_once(self, client, pair):
        page = self.get(client, "river", "harbour")
        start = "/start-your-business/?zone=river&amp;zone=harbour&amp;message="
        assert f'href="{start}When+were' in page.text or f'href="{start}When+was' in page.text
        assert "things that none of these zones has published" in page.text

    def test_differences_are_marked_in_words(self, client, pair):
        figure(pair[0], 10)
        figure(pair[1], 11)
        assert "≠ differs" in self.get(client, "river", "harbour").text

    def test_the_choice_of_how_to_show_it_needs_no_script(self, client, pair):
        page = self.get(client, "river", "harbour", differ="1", area="acre")
        assert '<option value="acre" selected>' in page.text
        assert '<input type="checkbox" name="differ" value="1" checked>' in page.text

    def test_it_is_the_same_for_everybody_and_sets_no_cookie(self, client, pair):
        page = self.get(client, "river", "harbour")
        assert not page.cookies
        assert "cookie" not in page.get("Vary", "").lower()

    def test_only_reading_is_answered(self, client, pair):
        assert client.post(PAGE).status_code == 405
        assert client.post(FILE).status_code == 405


class TestFullZones:
    @pytest.fixture
    def full(self):
        """Four zones: the fictitious one and three that share its facts."""
        first = fictitious_zone()
        copies = [factories.zone(f"Copy {n}", slug=f"copy-{n}", province=first.province) for n in range(3)]
        names = (
            "indicators",
            "areas",
            "industry_roles",
            "connections",
            "costs",
            "incentives",
            "targets",
            "events",
        )
        for zone in copies:
            for name in names:
                for fact in getattr(first, name).all():
                    fact.pk, fact.zone, fact._state.adding = None, zone, True
                    fact.uuid = type(fact)._meta.get_field("uuid").get_default()
                    fact.save()
            zone.refresh_standing()
        return [first, *copies]

    @pytest.mark.parametrize("language", ["", "/zh-hans"])
    def test_every_group_stands_in_valid_markup_without_inline_styles(self, client, full, language, rates):
        query = {"zone": [zone.slug for zone in full], "currency": "USD", "area": "mu"}
        page = client.get(f"{language}{PAGE}", query)
        assert Page(page.text).problems == []
        assert "style=" not in page.text
        for section in ("identity", "area", "industries", "key-figures", "connections", "costs", "offers"):
            assert f'<tbody role="rowgroup" id="{section}">' in page.text

    def test_the_same_queries_for_two_as_for_four(self, client, full, rates):
        counts = []
        for number in (2, 4):
            query = {"zone": [zone.slug for zone in full[:number]], "currency": "USD"}
            with CaptureQueriesContext(
                connection,
            ) as captured:
                client.get(PAGE, query)
            counts.append(len(captured))
        assert counts[0] == counts[1]

    def test_four_full_zones_are_light(self, client, full, rates):
        page = client.get(PAGE, {"zone": [zone.slug for zone in full], "currency": "USD", "area": "mu"})
        assert len(gzip.compress(page.content, 6)) < MOST_BYTES

    def test_prices_of_different_units_have_rows_of_their_own(self, full):
        made = compared(full)
        costs = next(section for section in made.table.sections if section.slug == "costs")
        assert len({(str(row.label), row.note) for row in costs.rows}) == len(costs.rows)
        assert all(row.note for row in costs.rows)


class TestFile:
    def lines(self, client, *slugs, **more):
        answer = client.get(FILE, {"zone": slugs, **more})
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert answer["X-Robots-Tag"] == "noindex"
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))

    def test_each_value_has_its_unit_period_and_source(self, client, pair):
        source = factories.source("Yearbook", url="https://yearbook.example.org/")
        figure(pair[0], "1234.50", "2022 H1", source=source, is_estimate=True)
        line = next(line for line in self.lines(client, "harbour", "river") if line["row"] == "Gdp")
        assert (line["zone"], line["number"], line["unit"], line["period"]) == (
            "harbour", "1234.5", "CNY", "2022 H1",
        )  # fmt: skip
        assert (line["is_estimate"], line["source_title"], line["source_url"]) == (
            "true", "Yearbook", "https://yearbook.example.org/",
        )  # fmt: skip

    def test_a_gap_is_a_line_without_a_value(self, client, pair):
        figure(pair[0], 10)
        gap = [line for line in self.lines(client, "harbour", "river") if line["row"] == "Gdp"][1]
        assert (gap["zone"], gap["value"], gap["number"]) == ("river", "", "")

    def test_a_converted_value_names_its_rate(self, client, pair, rates):
        figure(pair[0], 7000, "2020")
        lines = self.lines(client, "harbour", "river", currency="USD")
        line = next(line for line in lines if line["row"] == "Gdp")
        assert (line["converted"], line["converted_unit"]) == ("1000", "USD")
        assert line["converted_how"] == "at 7 CNY per US dollar, average of 2020"
        assert line["rate_source_url"] == "https://rates.example.org/annual"

    def test_a_cell_never_begins_a_formula(self, client, pair):
        figure(pair[0], 10, source=factories.source("=HYPERLINK(1)"))
        line = next(line for line in self.lines(client, "harbour", "river") if line["row"] == "Gdp")
        assert line["source_title"] == "'=HYPERLINK(1)"

    def test_it_has_the_rows_of_the_page(self, client, pair):
        for zone in pair:
            figure(zone, 10)
        rows = {line["row"] for line in self.lines(client, "harbour", "river", differ="1")}
        assert "Gdp" not in rows

    def test_without_zones_it_is_a_header(self, client):
        assert self.lines(client) == []


def test_a_unit_that_an_editor_adds_is_shown_as_published(pair):
    barrels = Unit.objects.create(slug="barrel", name_en="Barrels", symbol_en="bbl", dimension="count")
    figure(pair[0], 10, kind="oil", unit=barrels)
    assert texts(row_of(compared(pair), "Oil")) == [["10 bbl"], []]
