"""The page of a zone, read group by group in both languages on a zone that fills every field."""

import datetime
import json
import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests import factories
from tests.zones.fictitious import EMAIL, SUMMARY_EN, SUMMARY_ZH, fictitious_zone
from zones import profile
from zones.models import Indicator, OldAddress, ZoneRelation
from zones.periods import Period

pytestmark = pytest.mark.django_db
VOID = {"meta", "link", "img", "br", "input", "hr", "source", "line", "circle", "path", "rect"}


class Sections(HTMLParser):
    """The text of each `<section id>` of a page, and the ids of the sections in order."""

    def __init__(self, html):
        super().__init__()
        self.texts, self.links, self.stack = {}, {}, []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag not in VOID:
            self.stack.append(attributes.get("id") if tag == "section" else None)
        for name in self._open():
            self.texts.setdefault(name, [])
            if "href" in attributes:
                self.links.setdefault(name, []).append(attributes["href"])
            if "alt" in attributes:
                self.texts[name].append(attributes["alt"])

    def handle_endtag(self, tag):
        if tag not in VOID and self.stack:
            self.stack.pop()

    def handle_data(self, data):
        for name in self._open():
            self.texts[name].append(data)

    def _open(self):
        return [name for name in self.stack if name]

    def text(self, name):
        return " ".join(" ".join(self.texts.get(name, [])).split())


@pytest.fixture
def zone():
    return fictitious_zone()


def page_of(client, zone, language="en"):
    with override(language):
        response = client.get(zone.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


ENGLISH = {
    "overview": [
        SUMMARY_EN,
        "The quay was dredged for tests",
        "National since 1992",
        "Economic and technological development zone",
        "ETDZ",
        "Bonded zone",
        "Active since Jan. 2, 2025",
        "Ministry of Examples",
        "Port Meridian Zone Committee",
        "X999001",
        "Port Meridian Zone",
        "Also called Meridian Park",
        "Formerly Old Quay Industrial Estate until 1994",
        "Abbreviation PMEDZ",
        "https://port-meridian.example.org/",
        "Meridian Gazette, special issue",
    ],
    "timeline": [
        "1985 Founded First office opens Details of founded.",
        "April 1986 Construction began Quay works begin",
        "Sept. 15, 1988 Approved · Provincial Approved by the province",
        "1992 Upgraded · National Raised to national level",
        "1994 Renamed Takes its present name",
        "March 2001 Expanded East Basin added",
        "2008 Merged Merges with the Salt Works estate",
        "2015 Designated Named a pilot for instruments",
        "2020 Other Rail spur opens",
        "Dec. 1, 2024 Withdrawn · not confirmed Missing from a later list",
        "Meridian Gazette, special issue , Meridian Press, May 6, 2024",
        "Circular on zones, Meridian Council",
        "March 4, 2025, Ada Verifier",
        "The circular gives the month as well.",
        "Not yet verified",
    ],
    "targets": [
        "Among the leading zones top 15 was due 2023 · announced February 2021",
        "Output of instruments more than 9 billion yuan (CNY) due 2099",
        "Five-year plan of the zone, Port Meridian Zone Committee, 2021",
        "in the words of the plan",
    ],
    "place": [
        "Meridian Province",
        "Port Meridian",
        "Harbour District",
        "1 Quay Road",
        "12.345° N, 98.765° E",
        "the zone itself",
        "Asia/Shanghai",
        "Meridian Gazette, special issue",
    ],
    "area": [
        "Approved 2,480.5 ha (24.805 km²) March 2001",
        "Approved 1,250 ha (12.5 km²) 1992",
        "Administered about 18,700 ha (187 km²) 2023",
        "Developed 1,930 ha (19.3 km²) 2023",
        "Available 212.75 ha (2.1275 km²) June 30, 2023 East Basin",
        "Planned nearly 26,000 ha (260 km²) 2022",
        "Land survey, Meridian Land Office, 2023",
    ],
    "industries": [
        "Core Equipment manufacturing Precision instruments 2022",
        "Driver New materials Optical glass",
        "Key Logistics and warehousing Cold chain",
        "Emerging Aviation and space Small satellites",
        "Industry guide, Port Meridian Zone Committee, 2022",
    ],
    "indicators": [
        "Gross domestic product All that the zone made in the year.",
        "2018 41.3 billion yuan (CNY)",
        "2020 45.6 billion yuan (CNY)",
        "Another source says 45.1 billion yuan (CNY)",
        "2023 about 61.9 billion yuan (CNY) estimate",
        "first half of 2023 29.8 billion yuan (CNY)",
        "Zone and Harbour District",
        "2022 93.7 billion yuan (CNY)",
        "published figure",
        "Foreign investment used",
        "2021 312 million US dollars (USD)",
        "cumulative",
        "1993–2012 2.75 billion US dollars (USD)",
        "Converted by the yearbook itself.",
        "Enterprises",
        "Enterprises more than 1,840 companies 2022",
        "more than 1,840 firms",
        "GDP 18.6% 2022",
        "The city's total was revised that year.",
        "Statistical yearbook , Meridian Statistics, 2024",
        "Quarterly bulletin",
    ],
    "firms": ["Lens Works", "Germany · Equipment manufacturing · since May 1997", "Investor's handbook"],
    "connections": [
        "Seaport: Meridian Harbour 3.5 km 10 min 2023 By the coast road",
        "River port: Ferry Reach 12 km",
        "Airport: Meridian International 28–31 km 35 min",
        "Railway: Quay Freight Yard 1 km",
        "High-speed rail: Meridian East 16 km 20 min",
        "Motorway: M7 0.8 km 2 min",
        "Border crossing: North Gate 140 min",
        "Investor's handbook, Port Meridian Zone Committee, November 2023",
    ],
    "costs": [
        "Utilities Electricity 0.62–0.88 CNY/kWh 2025 tax included · Daytime",
        "Water 4.1 CNY/m³ 2025 without tax",
        "Land and premises Land 320,000–410,000 CNY/mu 2025 tax: not stated",
        "Factory space 22–30 CNY/m²/month",
        "Labour Wages 6,200–9,800 CNY/month",
        "Tariff sheet, Meridian Utilities, January 2025",
    ],
    "incentives": [
        "Rent holiday for laboratories In force",
        "from Jan. 1, 2020 · no end published",
        "Training voucher Not started yet",
        "from Jan. 1, 2098 until Dec. 31, 2099",
        "Grant for first exporters Expired",
        "from Jan. 1, 2015 until Dec. 31, 2019",
        "Who qualifies Who may have the training voucher",
        "Benefit What the training voucher is worth",
        "Legal document Ordinance No. 7",
        "Zone ordinance, Meridian Council, 2019",
    ],
    "sites": [
        "E-01 · Land Size 14.2 ha Tenure land-use right Price 350,000 CNY/mu",
        "Last confirmed Feb. 3, 2020 may be taken by now",
        "E-02 · Factory Size 5,200 m² Tenure lease Price 24–28 CNY/m²/month Ready September 2026",
        "E-03 · Warehouse Size 900 m² Tenure sale Price not published Ready not published",
        "E-04 · Office Size 310 m² Tenure not stated",
        "E-05 · Laboratory",
        "Site register",
    ],
    "contacts": [
        "Investor Desk",
        "Guides newcomers",
        "English, Chinese",
        "+000 555 0199",
        "Monday to Friday, 9 to 17",
        "Site register",
    ],
    "photos": ["Cranes above the quay", "The quay at noon", "Photo: Meridian Port Archive", "CC BY 4.0"],
    "documents": ["Guide for investors", "PDF · English", "1 KB", "1 page", "February 2024"],
    "structure": [
        "Part of Meridian New Area",
        "Zones within East Basin Park",
        "Managed together with Salt Works Zone",
        "Overlaps with Ridge Bonded Zone",
        "Map of zones, Meridian Council, 2018",
    ],
    "news": ["Instruments leave the quay", "A made-up story about a made-up zone."],
}

CHINESE = {
    "overview": [
        SUMMARY_ZH,
        "码头专为 测试 而建",
        "国家级",
        "经济技术开发区",
        "保税区",
        "示例部",
        "子午港开发区管委会",
    ],
    "timeline": [
        "首个办公室成立",
        "码头动工",
        "获省政府批准",
        "升格为国家级",
        "升格为国家级详情。",
        "东港池并入",
        "铁路支线通车",
        "通知另载有月份。",
    ],
    "targets": ["进入先进园区行列", "仪器产值", "90亿"],
    "place": ["子午省", "子午港市", "港湾区", "码头路1号"],
    "area": ["2480.5", "24.805", "东港池", "18700"],
    "industries": ["装备制造", "精密仪器", "光学玻璃", "冷链", "小卫星"],
    "indicators": [
        "地区生产总值",
        "园区全年生产的总值。",
        "413亿",
        "456亿",
        "451亿",
        "园区和港湾区",
        "937亿",
        "3.12亿",
        "27.5亿",
        "1840家",
        "由年鉴自行换算。",
        "18.6%",
    ],
    "firms": ["透镜制造厂", "德国", "装备制造"],
    "connections": [
        "海港",
        "子午港",
        "经滨海路",
        "28–31",
        "渡口河港",
        "码头货场",
        "子午东站",
        "M7高速",
        "北口岸",
    ],
    "costs": ["电力", "0.62–0.88元/千瓦时", "日间", "厂房", "320000–410000元/亩", "工资"],
    "incentives": ["实验室租金减免", "首次出口补助", "培训券适用对象", "培训券内容", "第7号条例"],
    "sites": ["14.2公顷", "350000元/亩", "5200平方米"],
    "contacts": ["投资服务窗口", "引导新投资者", "周一至周五9至17时"],
    "photos": ["码头上的吊机", "正午的码头"],
    "documents": ["投资指南"],
    "structure": ["子午新区", "东港池园区", "盐场开发区", "山脊保税区"],
    "news": ["仪器从码头启运", "关于虚构园区的虚构报道。"],
}


def squeezed(text):
    """Without spaces, which markup puts between words and punctuation as it likes."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(("language", "expected"), [("en", ENGLISH), ("zh-hans", CHINESE)])
def test_every_group_shows_its_facts(client, zone, language, expected):
    sections = Sections(page_of(client, zone, language))
    assert set(expected) <= set(sections.texts)
    missing = [
        (group, words)
        for group, texts in expected.items()
        for words in texts
        if squeezed(words) not in squeezed(sections.text(group))
    ]
    assert missing == []


def test_every_group_of_the_page_is_read_by_this_test(zone):
    assert {group.slug for group in profile.GROUPS} | {"news"} == set(ENGLISH) == set(CHINESE)
    assert profile.build(zone).gaps == []


def test_both_names_stand_at_the_top(client, zone):
    html = page_of(client, zone)
    assert '<h1 class="profile__name">Port Meridian Economic Development Zone</h1>' in html
    assert 'lang="zh-Hans">子午港经济技术开发区</p>' in html
    assert "Deep water and short roads" in html
    assert 'alt="Emblem of the zone"' in html


def test_the_strip_shows_value_year_and_source(client, zone):
    strip = page_of(client, zone).split('class="profile__strip"')[1].split("</section>")[0]
    for words in (
        "2,480.5 ha",
        "24.805 km²",
        "about CNY 61.9 billion",
        "2023 · estimate",
        "Statistical yearbook",
        "USD 312 million",
    ):
        assert words in re.sub(r"\s+", " ", strip)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_email_address_is_never_printed(client, zone, language):
    html = page_of(client, zone, language)
    assert EMAIL not in html
    assert "example.org" in html
    assert "mailto:" not in html


def test_an_internal_note_is_never_printed(client, zone):
    assert "internal note" not in page_of(client, zone)


def test_a_source_at_a_raw_address_is_named_but_not_linked(client, zone):
    html = page_of(client, zone)
    assert "Circular on zones" in html
    assert "10.1.2.3" not in html
    assert 'href="https://stats.example.org/yearbook"' in html


def test_a_page_has_no_inline_style_or_handler(client, zone):
    html = page_of(client, zone)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)
    scripts = re.findall(r"<script[^>]*>", html)
    assert all("src=" in tag or "application/ld+json" in tag for tag in scripts)


def test_a_chart_is_drawn_for_three_periods_of_one_length_only(client, zone):
    html = page_of(client, zone)
    assert html.count('<svg class="chart"') == 1
    chart = html.split('<svg class="chart"')[1].split("</svg>")[0]
    # Five years; the half-year and the wider scope are not among them.
    assert chart.count("<circle") == 5
    assert chart.count("chart__dot--estimate") == 1
    for label in ("41.3", "45.6", "≈61.9"):
        assert f">{label}</text>" in chart
    assert "29.8" not in chart
    assert "93.7" not in chart


def test_sources_that_disagree_are_both_kept(zone):
    gdp = profile.build(zone).figures[0].series[0]
    figure = next(figure for figure in gdp.figures if str(figure.period) == "2020")
    assert figure.shown.value == 45_600_000_000
    assert [other.value for other in figure.disagreeing] == [45_100_000_000]


def test_without_a_preferred_figure_the_first_entered_is_shown():
    zone = factories.zone()
    for value in (10, 12, 10):
        indicator = Indicator(
            zone=zone, kind=factories.indicator_kind(), unit=factories.unit(), value=value, currency="CNY"
        )
        indicator.period = Period.parse("2015")
        indicator.save()
    [figure] = profile.build(zone).figures[0].series[0].figures
    assert figure.shown.value == 10
    assert len(figure.others) == 2
    assert [other.value for other in figure.disagreeing] == [12]


def test_a_chart_of_halves_alone_claims_no_year(client):
    zone = factories.zone(slug="halves")
    for period, value in (("2019 H1", 10), ("2020 H1", 11), ("2021 H1", 12)):
        indicator = Indicator(
            zone=zone, kind=factories.indicator_kind(), unit=factories.unit(), value=value, currency="CNY"
        )
        indicator.period = Period.parse(period)
        indicator.save()
    text = Sections(page_of(client, zone)).text("indicators")
    assert "first half of 2021" in text
    assert "latest year" not in text


def test_a_target_is_never_among_the_figures(zone):
    kinds = [entry.kind.slug for entry in profile.build(zone).figures]
    assert "national-evaluation-rank" not in kinds


def test_structure_shows_on_both_sides_and_only_live_zones(client, zone):
    part = ZoneRelation.objects.get(kind="part_of", other=zone, zone__slug="east-basin-park").zone
    text = Sections(page_of(client, part)).text("structure")
    assert "Part of Port Meridian Economic Development Zone" in text
    together = ZoneRelation.objects.get(kind="managed_with").zone
    assert "Managed together with Port Meridian" in Sections(page_of(client, together)).text("structure")
    assert "A Zone Still In Draft" not in page_of(client, zone)


def test_groups_without_facts_are_named_once_with_a_question(client):
    zone = factories.zone("Bare & New Zone", slug="bare-zone", name_zh_hans="新区")
    sections = Sections(page_of(client, zone))
    assert {"overview", "place", "not-published", "ask"} <= set(sections.texts)
    assert not {"timeline", "area", "indicators", "photos", "structure", "news"} & set(sections.texts)
    text = sections.text("not-published")
    for group in profile.GROUPS[1:]:
        assert (str(group.title) in text) == (group.slug != "place")
    links = [link for link in sections.links["not-published"] if "bare-zone" in link]
    assert len(links) == len(profile.GROUPS) - 2
    assert "/start-your-business/?zone=bare-zone&message=How+large+is+Bare+%26+New+Zone" in " ".join(links)


def test_a_missing_key_fact_reads_not_published(client):
    factories.indicator_kind("gdp", is_headline=True)
    zone = factories.zone(slug="bare-zone")
    strip = page_of(client, zone).split('class="profile__strip"')[1].split("</section>")[0]
    assert strip.count("Not published") == 4  # approval, area, GDP, industries
    assert strip.count("/start-your-business/?zone=bare-zone") == 4
    assert not re.search(r">\s*(0|None|—|-)\s*<", strip)


def test_an_unknown_level_and_type_read_not_published_and_can_be_asked_for(client):
    zone = factories.zone("Bare Zone", slug="bare")
    zone.types.clear()
    html = client.get("/zones/bare/").content.decode()
    for label, question in (
        ("Level", "What+level+does+Bare+Zone+have"),
        ("Type", "What+type+of+zone+is+Bare"),
    ):
        fact = re.search(rf'<dt class="fact__label">{label}</dt><dd class="fact__body">(.*?)</dd>', html)[1]
        assert "Not published" in fact
        assert question in fact


def test_unknown_is_never_a_zero_or_an_empty_label(client):
    html = page_of(client, factories.zone(slug="bare-zone")).split("<main")[1].split("</main>")[0]
    assert not re.search(r"<d[td][^>]*>\s*</d[td]>", html)
    assert not re.search(r">\s*(0|None)\s*<", html)


def test_a_text_in_another_language_is_marked_and_a_line_says_so(client):
    zone = factories.zone("Half Zone", slug="half", name_zh_hans="半区", pitch_en="Only in English.")
    chinese = page_of(client, zone, "zh-hans")
    assert '<span lang="en">Only in English.</span>' in chinese
    assert "本档案部分内容尚未翻译" in chinese
    assert profile.build(zone).borrowed_languages == []
    with override("zh-hans"):
        assert profile.build(zone).borrowed_languages == ["en"]


def test_a_fully_translated_page_says_nothing_about_translation(zone):
    for language in ("en", "zh-hans"):
        with override(language):
            assert profile.build(zone).borrowed_languages == []


def queries_of(client, zone):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page_of(client, zone)
    return len(queries)


def test_the_page_costs_the_same_for_one_fact_as_for_fifty(client, zone):
    from django.core.cache import caches

    bare = factories.zone(slug="bare-zone")
    few = queries_of(client, zone)
    copies_of_facts(zone, 50)
    caches["pages"].clear()
    many = queries_of(client, zone)
    assert many == few <= 26
    assert queries_of(client, bare) <= few


def copies_of_facts(zone, count):
    """Up to `count` of each fact."""
    import uuid

    for relation in zone._meta.related_objects:
        if relation.related_model._meta.app_label != "zones" or relation.get_accessor_name() in (
            "old_addresses",
            "relations",
            "relations_from_others",
        ):
            continue
        if not relation.one_to_many:
            continue
        first = relation.related_model._default_manager.filter(zone=zone).first()
        for number in range(count):
            first.pk, first._state.adding = None, True
            if hasattr(first, "uuid"):
                first.uuid = uuid.uuid4()
            for name, value in (
                ("code", f"N-{number}"),
                ("text", f"Name {number}"),
                ("label_en", f"Label {number}"),
            ):
                if any(field.name == name for field in first._meta.fields):
                    setattr(first, name, value)
            if isinstance(first, Indicator):
                first.period = Period.parse(str(1950 + number))
            first.save()
    for _number in range(count):
        other = factories.zone(province=factories.province(f"p-{_number}"))
        ZoneRelation.objects.create(zone=zone, other=other, kind="part_of")
        factories.article(zones=[zone])


def test_an_old_address_leads_to_the_zone(client, zone):
    OldAddress.objects.create(path="/zones/former-name/", zone=zone)
    response = client.get("/zones/former-name/")
    assert (response.status_code, response.url) == (301, "/zones/port-meridian-zone/")
    assert client.get("/zh-hans/zones/former-name/").url == "/zh-hans/zones/port-meridian-zone/"
    assert client.get("/zones/never-was/").status_code == 404


def test_a_zone_that_is_not_live_is_not_found(client):
    zone = factories.zone(slug="draft-zone", live=False)
    assert client.get("/zones/draft-zone/").status_code == 404
    OldAddress.objects.create(path="/zones/former-name/", zone=zone)
    assert client.get("/zones/former-name/").status_code == 404


def test_a_page_sets_no_cookie(client, zone):
    response = client.get(zone.get_absolute_url())
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def linked_data(html):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html).group(1))


def test_machines_are_told_what_the_facts_say(client, zone):
    data = linked_data(page_of(client, zone))
    assert data["@type"] == "AdministrativeArea"
    assert data["name"] == "Port Meridian Economic Development Zone"
    assert "子午港经济技术开发区" in data["alternateName"]
    assert data["identifier"] == "X999001"
    assert data["geo"]["latitude"] == 12.345
    assert {"@type": "PropertyValue", "name": "Approved area", "value": "2480.5", "unitCode": "HAR"} in data[
        "additionalProperty"
    ]
    assert EMAIL not in json.dumps(data)


def test_machines_are_not_told_what_nobody_knows(client):
    zone = factories.zone(
        "</script><b>", slug="bare", latitude=Decimal(1), longitude=Decimal(2), coordinate_precision="admin"
    )
    html = page_of(client, zone)
    data = linked_data(html)
    assert data["name"] == "</script><b>"
    assert not {"geo", "identifier", "description", "additionalProperty", "sameAs", "logo"} & set(data)


def test_a_site_is_flagged_when_nobody_confirmed_it_lately(zone):
    def flagged(on):
        return {site.code: site.is_stale for site, _question in profile.build(zone, on=on).sites}["E-01"]

    confirmed = zone.sites.get(code="E-01").last_confirmed_on
    assert not flagged(confirmed + datetime.timedelta(days=30))
    assert flagged(confirmed + datetime.timedelta(days=190))
