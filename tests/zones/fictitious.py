"""A zone that does not exist and fills every group of a profile, in both languages.

Nothing in it is a fact about any real place: the Port Meridian zone lies in no country.
"""

import datetime
import hashlib
import io
from decimal import Decimal

from django.core.files.base import ContentFile
from PIL import Image as Picture

from tests import factories
from zones.models import (
    Area,
    City,
    Connection,
    ConnectionKind,
    Cost,
    CostKind,
    Desk,
    Document,
    Firm,
    Image,
    Incentive,
    Indicator,
    IndicatorKind,
    Industry,
    IndustryRole,
    Level,
    Province,
    Rendition,
    Site,
    Source,
    Target,
    Unit,
    Zone,
    ZoneEvent,
    ZoneName,
    ZonePhoto,
    ZoneRelation,
    ZoneType,
)
from zones.periods import Period

EMAIL = "desk.never.printed@example.org"
SUMMARY_EN = "A made-up harbour zone that tests use to see every field of a profile on the page."
SUMMARY_ZH = "一个虚构的港口园区，测试用它在页面上查看档案的每个字段。"


def _both(**pairs):
    """`name=("Harbour", "港口")` as the columns of both languages."""
    return {
        f"{field}_{language}": text
        for field, (en, zh) in pairs.items()
        for language, text in {"en": en, "zh_hans": zh}.items()
    }


def _reference(model, slug, en, zh, **fields):
    return model.objects.get_or_create(slug=slug, defaults=_both(name=(en, zh)) | fields)[0]


def _unit(slug, en, zh, symbol_en, symbol_zh, dimension, factor="1"):
    return _reference(
        Unit,
        slug,
        en,
        zh,
        **_both(symbol=(symbol_en, symbol_zh)),
        dimension=dimension,
        factor=Decimal(factor),
    )


def _units():
    return {
        "money": _unit("money", "Money", "金额", "", "", "money"),
        "companies": _unit("companies", "Companies", "家（企业）", "companies", "家", "count"),
        "percent": _unit("percent", "Per cent", "百分比", "%", "%", "share"),
        "rank": _unit("rank", "Rank", "位次", "", "位", "rank"),
        "hectare": _unit("hectare", "Hectares", "公顷", "ha", "公顷", "area"),
        "square-metre": _unit("square-metre", "Square metres", "平方米", "m²", "平方米", "area", "0.0001"),
        "per-kwh": _unit("per-kwh", "Per kilowatt-hour", "每千瓦时", "/kWh", "/千瓦时", "price"),
        "per-cubic-metre": _unit("per-cubic-metre", "Per cubic metre", "每立方米", "/m³", "/立方米", "price"),
        "per-mu": _unit("per-mu", "Per mu", "每亩", "/mu", "/亩", "price"),
        "per-month": _unit("per-month", "Per month", "每月", "/month", "/月", "price"),
        "per-square-metre-month": _unit(
            "per-square-metre-month",
            "Per square metre and month",
            "每平方米每月",
            "/m²/month",
            "/平方米/月",
            "price",
        ),
    }


def _source(title, publisher, *, url="", published_on=""):
    return Source.objects.create(title=title, publisher=publisher, url=url, published_on=published_on)


def picture_file(size=(640, 420), colour=(30, 110, 95)):
    file = io.BytesIO()
    Picture.new("RGB", size, colour).save(file, "JPEG", quality=60)
    return file.getvalue()


def pdf_file():
    """The smallest PDF of one page that readers open."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 4\n0000000000 65535 f \n" + table + trailer


def image(title="Container quay", **fields):
    """An image with one rendition, the file itself real."""
    content = picture_file(colour=fields.pop("colour", (30, 110, 95)))
    made = Image(
        title=title,
        file=ContentFile(content, name="quay.jpg"),
        sha256=hashlib.sha256(content + title.encode()).hexdigest(),
        **{"credit": "Meridian Port Archive", "licence": "CC BY 4.0"} | fields,
    )
    made.save()
    small = picture_file(size=(320, 210))
    rendition = Rendition(image=made, format="jpeg", width=320, height=210, size=len(small))
    rendition.file.save(f"{made.uuid.hex}-320.jpg", ContentFile(small), save=True)
    return made


def fictitious_zone():
    """The zone, published, with every group of facts filled."""
    checker = factories.user(first_name="Ada", last_name="Verifier")
    units = _units()
    gazette = _source(
        "Meridian Gazette, special issue",
        "Meridian Press",
        url="https://gazette.example.org/special",
        published_on="2024-05-06",
    )
    zone = _zone(gazette)
    _names(zone)
    _timeline(zone, gazette, checker)
    _targets(zone, units)
    _areas(zone, checker)
    _industries(zone)
    _indicators(zone, units, checker)
    _firms_and_connections(zone)
    _costs(zone, units)
    _incentives(zone)
    _sites_and_desks(zone, units)
    _media(zone)
    _structure(zone)
    _news(zone)
    zone.refresh_standing()
    zone.publish(by=None)
    return zone


def _zone(source):
    province = _reference(Province, "meridian", "Meridian Province", "子午省")
    city = City.objects.create(
        province=province, slug="port-meridian", **_both(name=("Port Meridian", "子午港市"))
    )
    zone = Zone.objects.create(
        slug="port-meridian-zone",
        code="X999001",
        **_both(
            name=("Port Meridian Economic Development Zone", "子午港经济技术开发区"),
            short_name=("Port Meridian Zone", "子午港开发区"),
            pitch=(
                "Deep water and short roads for makers of instruments.",
                "深水良港，路网便捷，仪器制造之选。",
            ),
            summary=(SUMMARY_EN, SUMMARY_ZH),
            description=(
                "<p>The quay was dredged for <strong>tests</strong>.</p>",
                "<p>码头专为<strong>测试</strong>而建。</p>",
            ),
            supervising_body=("Ministry of Examples", "示例部"),
            managing_body=("Port Meridian Zone Committee", "子午港开发区管委会"),
            district=("Harbour District", "港湾区"),
            address=("1 Quay Road", "码头路1号"),
        ),
        logo=image("Zone emblem", colour=(200, 60, 40), **_both(alt=("Emblem of the zone", "园区徽标"))),
        website="https://port-meridian.example.org/",
        province=province,
        city=city,
        latitude=Decimal("12.34500"),
        longitude=Decimal("98.76500"),
        coordinate_precision="zone",
        record_source=source,
        note="An internal note that no visitor reads.",
    )
    zone.types.set(
        [
            _reference(
                ZoneType,
                "etdz",
                "Economic and technological development zone",
                "经济技术开发区",
                abbreviation="ETDZ",
            ),
            _reference(ZoneType, "bonded-zone", "Bonded zone", "保税区", abbreviation="BZ"),
        ]
    )
    return zone


def _names(zone):
    for kind, text, until in (
        ("alias", "Meridian Park", ""),
        ("former", "Old Quay Industrial Estate", "1994"),
        ("abbreviation", "PMEDZ", ""),
    ):
        ZoneName.objects.create(zone=zone, kind=kind, text=text, until=until)


def _timeline(zone, source, checker):
    national = _reference(Level, "national", "National", "国家级", position=10)
    provincial = _reference(Level, "provincial", "Provincial", "省级", position=20)
    circular = _source("Circular on zones", "Meridian Council", url="http://10.1.2.3:8080/circular")
    for date, kind, level, title in (
        ("1985", "founded", None, ("First office opens", "首个办公室成立")),
        ("1986-04", "construction_began", None, ("Quay works begin", "码头动工")),
        ("1988-09-15", "approved", provincial, ("Approved by the province", "获省政府批准")),
        ("1992", "upgraded", national, ("Raised to national level", "升格为国家级")),
        ("1994", "renamed", None, ("Takes its present name", "更为现名")),
        ("2001-03", "expanded", None, ("East Basin added", "东港池并入")),
        ("2008", "merged", None, ("Merges with the Salt Works estate", "与盐场园区合并")),
        ("2015", "designated", None, ("Named a pilot for instruments", "列为仪器产业试点")),
        ("2020", "other", None, ("Rail spur opens", "铁路支线通车")),
    ):
        event = ZoneEvent.objects.create(
            zone=zone,
            date=date,
            kind=kind,
            level=level,
            source=source,
            **_both(title=title, body=(f"Details of {kind}.", f"{title[1]}详情。")),
        )
        if kind == "upgraded":
            event.further_sources.add(circular)
            event.verified_on, event.verified_by = datetime.date(2025, 3, 4), checker
            event.remark_en, event.remark_zh_hans = (
                "The circular gives the month as well.",
                "通知另载有月份。",
            )
            event.save()
    doubtful = ZoneEvent(zone=zone, kind="withdrawn", date="2024-12-01", is_confirmed=False, source=circular)
    doubtful.title_en, doubtful.title_zh_hans = "Missing from a later list", "未见于后来的名单"
    doubtful.save()
    ZoneEvent.objects.create(
        zone=zone,
        kind="approved",
        date="2025-01-02",
        level=national,
        source=source,
        **_both(title=("Listed again", "重新列入")),
    )


def _targets(zone, units):
    plan = _source("Five-year plan of the zone", "Port Meridian Zone Committee", published_on="2021")
    rank = _kind(
        "national-evaluation-rank", "Rank in the national evaluation", "全国考核排名", units["rank"], 90
    )
    for metric, value, unit, currency, qualifier, due, kind in (
        (("Among the leading zones", "进入先进园区行列"), 15, "rank", "", "top", 2023, rank),
        (("Output of instruments", "仪器产值"), 9_000_000_000, "money", "CNY", "over", 2099, None),
    ):
        Target.objects.create(
            zone=zone,
            kind=kind,
            value=value,
            unit=units[unit],
            currency=currency,
            qualifier=qualifier,
            due_year=due,
            announced_on="2021-02",
            source=plan,
            as_published="in the words of the plan",
            **_both(metric=metric),
        )


def _areas(zone, checker):
    survey = _source("Land survey", "Meridian Land Office", published_on="2023")
    for kind, value, as_of, qualifier in (
        ("approved", "1250", "1992", ""),
        ("approved", "2480.5", "2001-03", ""),
        ("administered", "18700", "2023", "about"),
        ("developed", "1930", "2023", ""),
        ("available", "212.75", "2023-06-30", ""),
        ("planned", "26000", "2022", "nearly"),
    ):
        Area.objects.create(
            zone=zone,
            kind=kind,
            value_ha=Decimal(value),
            as_of=as_of,
            qualifier=qualifier,
            source=survey,
            verified_on=datetime.date(2025, 3, 4) if kind == "available" else None,
            verified_by=checker if kind == "available" else None,
            as_published="187 km²" if kind == "administered" else "",
            **_both(scope=("East Basin", "东港池") if kind == "available" else ("", "")),
        )


def _industries(zone):
    source = _source("Industry guide", "Port Meridian Zone Committee", published_on="2022")
    for role, slug, name, label in (
        ("core", "equipment", ("Equipment manufacturing", "装备制造"), ("Precision instruments", "精密仪器")),
        ("driver", "new-materials", ("New materials", "新材料"), ("Optical glass", "光学玻璃")),
        ("key", "logistics", ("Logistics and warehousing", "物流与仓储"), ("Cold chain", "冷链")),
        ("emerging", "aerospace", ("Aviation and space", "航空航天"), ("Small satellites", "小卫星")),
    ):
        IndustryRole.objects.create(
            zone=zone,
            role=role,
            industry=_reference(Industry, slug, *name),
            source=source,
            as_of="2022",
            **_both(label=label),
        )


def _kind(slug, en, zh, unit, position, *, is_headline=False):
    return _reference(IndicatorKind, slug, en, zh, unit=unit, position=position, is_headline=is_headline)


def _indicators(zone, units, checker):
    yearbook = _source(
        "Statistical yearbook",
        "Meridian Statistics",
        url="https://stats.example.org/yearbook",
        published_on="2024",
    )
    bulletin = _source("Quarterly bulletin", "Meridian Statistics", url="https://stats.example.org/bulletin")
    gdp = _kind("gdp", "Gross domestic product", "地区生产总值", units["money"], 10, is_headline=True)
    gdp.definition_en, gdp.definition_zh_hans = "All that the zone made in the year.", "园区全年生产的总值。"
    gdp.save()
    fdi = _kind("fdi-used", "Foreign investment used", "实际使用外资", units["money"], 30, is_headline=True)
    firms = _kind("enterprises", "Enterprises", "企业数", units["companies"], 50, is_headline=True)
    share = _kind(
        "share-of-city-gdp", "Share of the city's GDP", "占全市地区生产总值比重", units["percent"], 410
    )

    def add(kind, period, value, *, source=yearbook, **fields):
        texts = {name: fields.pop(name, ("", "")) for name in ("scope", "remark")}
        indicator = Indicator(
            zone=zone,
            kind=kind,
            value=Decimal(value),
            unit=kind.unit,
            source=source,
            **fields,
            **_both(**texts),
        )
        indicator.period = Period.parse(period)
        indicator.full_clean(exclude=["verified_by"])
        indicator.save()
        return indicator

    for year, value in (
        ("2018", "41300000000"),
        ("2019", "44700000000"),
        ("2020", "45100000000"),
        ("2022", "58250000000"),
    ):
        add(gdp, year, value, currency="CNY")
    add(gdp, "2023", "61900000000", currency="CNY", is_estimate=True, qualifier="about")
    # The bulletin disagrees about 2020; the preferred figure is shown, the other one kept.
    add(
        gdp,
        "2020",
        "45600000000",
        currency="CNY",
        source=bulletin,
        is_preferred=True,
        verified_on=datetime.date(2025, 3, 4),
        verified_by=checker,
    )
    add(gdp, "2023 H1", "29800000000", currency="CNY", source=bulletin)
    add(gdp, "2022", "93700000000", currency="CNY", scope=("Zone and Harbour District", "园区和港湾区"))
    add(
        fdi,
        "2021",
        "312000000",
        currency="USD",
        remark=("Converted by the yearbook itself.", "由年鉴自行换算。"),
    )
    add(fdi, "1993/2012", "2750000000", currency="USD", is_cumulative=True)
    add(firms, "2022", "1840", qualifier="over", as_published="more than 1,840 firms")
    add(
        share,
        "2022",
        "18.6",
        warning_note_en="The city's total was revised that year.",
        warning_note_zh_hans="该市当年修订了总量数据。",
    )


def _firms_and_connections(zone):
    guide = _source("Investor's handbook", "Port Meridian Zone Committee", published_on="2023-11")
    Firm.objects.create(
        zone=zone,
        country="DE",
        industry=Industry.objects.get(slug="equipment"),
        since="1997-05",
        website="https://lens.example.org/",
        source=guide,
        **_both(name=("Lens Works", "透镜制造厂")),
    )
    for position, (slug, kind, name, km, km_max, minutes) in enumerate(
        (
            ("seaport", ("Seaport", "海港"), ("Meridian Harbour", "子午港"), "3.5", None, 10),
            ("river-port", ("River port", "内河港"), ("Ferry Reach", "渡口河港"), "12", None, None),
            ("airport", ("Airport", "机场"), ("Meridian International", "子午国际机场"), "28", "31", 35),
            ("rail", ("Railway", "铁路"), ("Quay Freight Yard", "码头货场"), "1", None, None),
            (
                "high-speed-rail",
                ("High-speed rail", "高速铁路"),
                ("Meridian East", "子午东站"),
                "16",
                None,
                20,
            ),
            ("motorway", ("Motorway", "高速公路"), ("M7", "M7高速"), "0.8", None, 2),
            ("border", ("Border crossing", "边境口岸"), ("North Gate", "北口岸"), None, None, 140),
        )
    ):
        Connection.objects.create(
            zone=zone,
            kind=_reference(ConnectionKind, slug, *kind, position=position),
            distance_km=km and Decimal(km),
            distance_km_max=km_max and Decimal(km_max),
            minutes=minutes,
            source=guide,
            as_of="2023",
            **_both(name=name, note=("By the coast road", "经滨海路") if slug == "seaport" else ("", "")),
        )


def _costs(zone, units):
    tariff = _source("Tariff sheet", "Meridian Utilities", published_on="2025-01")
    for position, (slug, kind, group, low, high, unit, tax) in enumerate(
        (
            ("electricity", ("Electricity", "电力"), "utility", "0.62", "0.88", "per-kwh", True),
            ("water", ("Water", "供水"), "utility", "4.1", None, "per-cubic-metre", False),
            ("land", ("Land", "土地"), "property", "320000", "410000", "per-mu", None),
            ("factory", ("Factory space", "厂房"), "property", "22", "30", "per-square-metre-month", None),
            ("wages", ("Wages", "工资"), "labour", "6200", "9800", "per-month", None),
        )
    ):
        Cost.objects.create(
            zone=zone,
            kind=_reference(CostKind, slug, *kind, group=group, position=position),
            low=Decimal(low),
            high=high and Decimal(high),
            unit=units[unit],
            currency="CNY",
            tax_included=tax,
            as_of="2025",
            source=tariff,
            **_both(note=("Daytime", "日间") if slug == "electricity" else ("", "")),
        )


def _incentives(zone):
    ordinance = _source("Zone ordinance", "Meridian Council", published_on="2019")
    for title, starts, ends in (
        (("Rent holiday for laboratories", "实验室租金减免"), datetime.date(2020, 1, 1), None),
        (
            ("Grant for first exporters", "首次出口补助"),
            datetime.date(2015, 1, 1),
            datetime.date(2019, 12, 31),
        ),
        (("Training voucher", "培训券"), datetime.date(2098, 1, 1), datetime.date(2099, 12, 31)),
    ):
        Incentive.objects.create(
            zone=zone,
            starts_on=starts,
            ends_on=ends,
            legal_document_url="https://law.example.org/ordinance-7",
            source=ordinance,
            **_both(
                title=title,
                eligibility=(f"Who may have the {title[0].lower()}", f"{title[1]}适用对象"),
                benefit=(f"What the {title[0].lower()} is worth", f"{title[1]}内容"),
                legal_document=("Ordinance No. 7", "第7号条例"),
            ),
        )


def _sites_and_desks(zone, units):
    register = _source("Site register", "Port Meridian Zone Committee", published_on="2025")
    for code, kind, size, unit, tenure, low, high, price_unit, confirmed in (
        ("E-01", "land", "14.2", "hectare", "use_right", "350000", None, "per-mu", datetime.date(2020, 2, 3)),
        ("E-02", "factory", "5200", "square-metre", "lease", "24", "28", "per-square-metre-month", None),
        ("E-03", "warehouse", "900", "square-metre", "sale", None, None, None, None),
        ("E-04", "office", "310", "square-metre", "", None, None, None, None),
        ("E-05", "laboratory", "640", "square-metre", "lease", None, None, None, None),
    ):
        Site.objects.create(
            zone=zone,
            code=code,
            kind=kind,
            size=Decimal(size),
            size_unit=units[unit],
            tenure=tenure,
            price_low=low and Decimal(low),
            price_high=high and Decimal(high),
            price_unit=units[price_unit] if price_unit else None,
            currency="CNY" if low else "",
            ready_on="2026-09" if code == "E-02" else "",
            last_confirmed_on=confirmed,
            source=register,
        )
    Desk.objects.create(
        zone=zone,
        languages="English, Chinese",
        phone="+000 555 0199",
        email=EMAIL,
        source=register,
        **_both(
            name=("Investor Desk", "投资服务窗口"),
            role=("Guides newcomers", "引导新投资者"),
            hours=("Monday to Friday, 9 to 17", "周一至周五9至17时"),
        ),
    )


def _media(zone):
    ZonePhoto.objects.create(
        zone=zone,
        image=image(
            licence_url="https://creativecommons.org/licenses/by/4.0/",
            **_both(alt=("Cranes above the quay", "码头上的吊机")),
        ),
        **_both(caption=("The quay at noon", "正午的码头")),
    )
    content = pdf_file()
    document = Document(
        zone=zone,
        language="en",
        published_on="2024-02",
        size=len(content),
        pages=1,
        **_both(title=("Guide for investors", "投资指南")),
    )
    document.file.save("guide.pdf", ContentFile(content), save=True)


def _structure(zone):
    source = _source("Map of zones", "Meridian Council", published_on="2018")
    national = Level.objects.get(slug="national")
    for slug, name, kind, is_ours, live in (
        ("meridian-new-area", ("Meridian New Area", "子午新区"), "part_of", True, True),
        ("east-basin-park", ("East Basin Park", "东港池园区"), "part_of", False, True),
        ("salt-works-zone", ("Salt Works Zone", "盐场开发区"), "managed_with", False, True),
        ("ridge-bonded-zone", ("Ridge Bonded Zone", "山脊保税区"), "overlaps", True, True),
        ("unpublished-zone", ("A Zone Still In Draft", "尚未发布的园区"), "part_of", False, False),
    ):
        other = factories.zone(
            name[0],
            live=live,
            slug=slug,
            name_zh_hans=name[1],
            province=zone.province,
            types=("etdz",),
            level=national,
        )
        first, second = (zone, other) if is_ours else (other, zone)
        ZoneRelation.objects.create(zone=first, other=second, kind=kind, source=source)


def _news(zone):
    factories.article(
        "Instruments leave the quay",
        zones=[zone],
        headline_zh_hans="仪器从码头启运",
        standfirst_en="A made-up story about a made-up zone.",
        standfirst_zh_hans="关于虚构园区的虚构报道。",
        body_zh_hans="<p>正文。</p>",
    )
