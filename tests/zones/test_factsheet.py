"""The factsheet of a zone that fills every group, read back from its PDF in both languages."""

import datetime
import io
import re
import subprocess
import sys

import pytest
import segno
from django.core.cache import caches
from django.utils.translation import override
from pypdf import PdfReader

from tests import factories
from tests.zones.fictitious import EMAIL, fictitious_zone
from zones.factsheet import glyphs, pdf, store
from zones.factsheet.composing import qr_code, sheet_of
from zones.factsheet.store import pdf_of
from zones.models import Firm, ZoneEvent

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 14)


@pytest.fixture
def zone():
    return fictitious_zone()


def reader(content):
    return PdfReader(io.BytesIO(content))


def text_of(content):
    return " ".join(" ".join(page.extract_text() for page in reader(content).pages).split())


def dense(text):
    """Without spaces: lines of Chinese are broken anywhere."""
    return re.sub(r"\s", "", text)


ENGLISH = [
    "EDZ Portal · Factsheet · Facts as held on March 14, 2026",
    "Port Meridian Economic Development Zone",
    "子午港经济技术开发区",
    "Deep water and short roads for makers of instruments.",
    "A made-up harbour zone that tests use",
    "First approved Sept. 15, 1988",
    "Approved area 2,480.5 ha",
    "Bonded zone (BZ), Economic and technological development zone (ETDZ)",
    "Old Quay Industrial Estate (until 1994)",
    "1992 Upgraded · National – Raised to national level",
    "Dec. 1, 2024 Withdrawn – Missing from a later list not confirmed",
    "The circular gives the month as well.",
    "Among the leading zones top 15 announced February 2021 was due 2023",
    "Output of instruments more than 9 billion yuan (CNY) announced February 2021 due 2099",
    "12.345° N, 98.765° E",
    "Administered about 18,700 ha (187 km²)",
    "Equipment manufacturing (“Precision instruments”)",
    "2023 about 61.9 billion yuan (CNY) estimate",
    "2020 45.6 billion yuan (CNY) Another source says: 45.1 billion yuan (CNY)",
    "Zone and Harbour District",
    "2.75 billion US dollars (USD)",
    "The city's total was revised that year.",
    "Lens Works Germany · Equipment manufacturing since May 1997",
    "Airport Meridian International: 28–31 km · 35 min 2023",
    "Border crossing North Gate: 140 min",
    "Electricity 0.62–0.88 CNY/kWh tax included · Daytime 2025",
    "In force Rent holiday for laboratories",
    "Expired Grant for first exporters",
    "Not started yet Training voucher",
    "Who qualifies: Who may have the training voucher",
    "E-02 · Factory 5,200 m²",
    "may be taken by now",
    "never confirmed",
    "Investor Desk +000 555 0199",
    "Languages: English, Chinese",
    "Part of Meridian New Area · Meridian Province",
    "Sources Numbers in brackets lead here.",
    "Meridian Gazette, special issue · Meridian Press · May 6, 2024 · gazette.example.org",
    "Circular on zones · Meridian Council · 10.1.2.3",
    "not yet verified",
    "facts verified",
    "http://testserver/zones/port-meridian-zone/",
    "Whoever quotes a fact names its source and its date.",
]
CHINESE = [
    "开发区简介",
    "数据截至2026年3月14日",
    "子午港经济技术开发区",
    "Port Meridian Economic Development Zone",
    "深水良港，路网便捷，仪器制造之选。",
    "首次获批",
    "1988年9月15日",
    "批准面积",
    "升级·国家级：升格为国家级",
    "进入先进园区行列前15",
    "原定2023年实现",
    "装备制造（“精密仪器”）",
    "地区生产总值",
    "约619亿元人民币",
    "另一来源：451亿元人民币",
    "透镜制造厂",
    "子午国际机场：28–31公里",
    "0.62–0.88元/千瓦时",
    "已到期首次出口补助",
    "适用对象：培训券适用对象",
    "可能已被占用",
    "投资服务窗口",
    "子午新区",
    "来源",
    "尚未核实",
    "http://testserver/zh-hans/zones/port-meridian-zone/",
]


@pytest.mark.parametrize(("language", "expected"), [("en", ENGLISH), ("zh-hans", CHINESE)])
def test_the_pdf_tells_every_group_in_the_language(zone, language, expected):
    text = dense(text_of(pdf_of(zone, language, on=TODAY)))
    assert [phrase for phrase in expected if dense(phrase) not in text] == []
    assert EMAIL not in text
    assert "An internal note" not in text
    assert dense("A Zone Still In Draft") not in text
    assert glyphs.STAND_IN not in text


def test_every_fact_row_has_its_source_or_says_that_there_is_none(zone):
    sheet = sheet_of(zone, on=TODAY)
    numbers = {source.number for source in sheet.sources}
    rows = [row for section in sheet.sections for block in section.blocks for row in block.rows]
    assert len(rows) > 60
    cited = {number for row in rows if row.cite for number in row.cite.numbers}
    assert cited <= numbers == set(range(1, len(numbers) + 1))
    text = text_of(pdf_of(zone, "en", on=TODAY))
    assert all(f"[{number}]" in text for number in numbers)


def test_sources_are_numbered_in_the_order_in_which_they_are_read(zone):
    sheet = sheet_of(zone, on=TODAY)
    rows = [*sheet.key_facts, *(r for s in sheet.sections for b in s.blocks for r in b.rows)]
    met = dict.fromkeys(number for row in rows if row.cite for number in row.cite.numbers)
    assert list(met) == sorted(met)


def test_a_source_says_how_many_of_its_facts_are_verified(zone):
    by_title = {source.title: source for source in sheet_of(zone, on=TODAY).sources}
    # The gazette's upgrade was checked; its other events and the names were not.
    assert re.fullmatch(r"1 of \d+ facts verified", by_title["Meridian Gazette, special issue"].verified)
    assert by_title["Tariff sheet"].verified == "not yet verified"


def test_a_source_behind_a_raw_address_is_named_and_not_linked(zone):
    [circular] = [s for s in sheet_of(zone, on=TODAY).sources if s.title == "Circular on zones"]
    assert circular.url == ""
    links = [
        annotation.get_object()["/A"].get("/URI", "")
        for page in reader(pdf_of(zone, "en", on=TODAY)).pages
        for annotation in page.get("/Annots", [])
        if "/A" in annotation.get_object()
    ]
    assert "https://gazette.example.org/special" in links
    assert "http://testserver/zones/port-meridian-zone/" in links
    assert not [link for link in links if "10.1.2.3" in str(link)]


def test_the_document_knows_its_title_and_language_and_is_tagged(zone):
    for language, code, title in (
        ("en", "en", "Port Meridian Economic Development Zone: factsheet"),
        ("zh-hans", "zh", "子午港经济技术开发区简介"),
    ):
        document = reader(pdf_of(zone, language, on=TODAY))
        root = document.trailer["/Root"]
        assert document.metadata.title == title
        assert str(root["/Lang"]) == code
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root
        assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def fonts_of(content):
    found = {}
    for page in reader(content).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            for inner in font.get_object().get("/DescendantFonts", [font]):
                descriptor = inner.get_object()["/FontDescriptor"].get_object()
                found[str(inner.get_object()["/BaseFont"])] = set(descriptor) & {"/FontFile2", "/FontFile3"}
    return found


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_font_is_embedded(zone, language):
    fonts = fonts_of(pdf_of(zone, language, on=TODAY))
    assert any("EDZSansSC" in name for name in fonts)
    assert all(fonts.values())


def test_pages_are_numbered(zone):
    document = reader(pdf_of(zone, "en", on=TODAY))
    count = len(document.pages)
    assert count > 1
    for number, page in enumerate(document.pages, start=1):
        assert f"{number} / {count}" in page.extract_text()


def test_a_zone_with_hardly_any_facts_has_one_page_that_names_what_is_missing():
    zone = factories.zone("Bare Zone", slug="bare", name_zh_hans="新区")
    content = pdf_of(zone, "en", on=TODAY)
    text = text_of(content)
    assert len(reader(content).pages) == 1
    assert "Not published The portal holds no facts on these yet: Timeline, Targets, Area" in text
    assert not re.search(r"\bNone\b", text)
    assert "No source is recorded for any fact on this sheet." in text


def test_a_withdrawn_zone_says_so_before_its_facts():
    zone = factories.zone("Gone Zone", slug="gone")
    ZoneEvent.objects.create(zone=zone, kind="withdrawn", date="2020-01-17")
    zone.refresh_standing()
    text = text_of(pdf_of(zone, "en", on=TODAY))
    assert "Withdrawn from the list · Jan. 17, 2020 This zone is no longer on the national list." in text
    assert text.index("no longer on the national list") < text.index("Key facts")


def test_the_code_leads_to_the_page():
    address = "http://testserver/zh-hans/zones/a-zone/"
    squares = set()
    [path] = re.findall(r' d="([^"]+)"', qr_code(address))
    x = y = 0.0
    for kind, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        first, *rest = (float(number) for number in numbers.split())
        if kind == "h":
            squares |= {(int(y), int(x) + step) for step in range(int(first))}
            x += first
        else:
            x, y = (first, rest[0]) if kind == "M" else (x + first, y + rest[0])
    matrix = segno.make(address, error="m", micro=False).matrix
    assert squares == {
        (row, column) for row, line in enumerate(matrix) for column, dark in enumerate(line) if dark
    }


# --- kept until something on it changes


@pytest.fixture
def renderings(monkeypatch):
    made = []
    plainly = pdf.render
    monkeypatch.setattr(pdf, "render", lambda data: made.append(data) or plainly(data))
    return made


def test_a_sheet_is_made_once_in_a_day_and_language(zone, renderings):
    first = pdf_of(zone, "en", on=TODAY)
    assert pdf_of(zone, "en", on=TODAY) == first
    assert len(renderings) == 1
    pdf_of(zone, "zh-hans", on=TODAY)
    assert len(renderings) == 2


def test_a_changed_fact_makes_a_new_sheet(zone, renderings):
    pdf_of(zone, "en", on=TODAY)
    Firm.objects.update(name_en="Prism Works")
    changed = type(zone).objects.get(pk=zone.pk)
    assert "Prism Works" in text_of(pdf_of(changed, "en", on=TODAY))
    assert len(renderings) == 2


def test_a_new_day_makes_a_new_sheet_with_its_date(zone, renderings):
    pdf_of(zone, "en", on=TODAY)
    tomorrow = text_of(pdf_of(zone, "en", on=TODAY + datetime.timedelta(days=1)))
    assert "Facts as held on March 15, 2026" in tomorrow
    assert len(renderings) == 2


def test_a_changed_template_makes_every_sheet_anew(zone, renderings, monkeypatch):
    pdf_of(zone, "en", on=TODAY)
    monkeypatch.setattr(store, "_tools", lambda: "another template")
    pdf_of(zone, "en", on=TODAY)
    assert len(renderings) == 2


def test_many_first_requests_make_one_sheet(zone, monkeypatch):
    """The queue of a process is one long: whoever waited takes what the one before has made."""
    data, made = pdf.data_of(sheet_of(zone, on=TODAY)), []
    monkeypatch.setattr(pdf, "render", lambda data: made.append(1) or b"%PDF-")

    class Arriving:
        """Another request makes the sheet while this one waits."""

        def acquire(self, timeout):
            caches["factsheets"].set(store._key(data), b"%PDF-by another")
            return True

        def release(self):
            pass

    monkeypatch.setattr(store, "_one_at_a_time", Arriving())
    assert pdf_of(zone, "en", on=TODAY) == b"%PDF-by another"
    assert made == []


# --- characters


def test_what_fonts_say_they_have_is_read_as_fonttools_reads_it():
    from fontTools.ttLib import TTFont

    for file in glyphs.FONTS.glob("*.otf"):
        assert glyphs._coverage(file) == set(TTFont(file).getBestCmap())


def test_the_fonts_have_the_chinese_in_daily_use():
    rows = range(0xB0, 0xF8)
    gb2312 = {bytes([row, cell]).decode("gb2312", "ignore") for row in rows for cell in range(0xA1, 0xFF)} - {
        ""
    }
    assert len(gb2312) == 6763
    latin = set("ŠšŁřăçñÉКиївΑθναĐàẵ’“”–…·✓")
    assert glyphs.missing(gb2312 | latin) == set()


def bare(name):
    return factories.zone("Rare Zone", slug="rare", name_zh_hans=name)


def test_a_character_that_no_font_has_is_told_of(monkeypatch):
    monkeypatch.setattr(glyphs, "_machine_fonts", lambda: ())
    with override("en"):
        content = pdf_of(bare("𠮷野区"), "en", on=TODAY)
    text = text_of(content)
    assert "〓野区" in text
    assert "Characters that no font here has are shown as 〓." in text


def test_a_character_that_a_font_of_the_machine_has_is_shown():
    if not glyphs.found_on_machine(frozenset("𠮷"))[0]:
        pytest.skip("no font of this machine has a rare Chinese character")
    content = pdf_of(bare("𠮷野区"), "en", on=TODAY)
    assert "𠮷野区" in text_of(content)
    assert "〓" not in text_of(content)
    assert all(fonts_of(content).values())


def test_every_letter_counted_on_of_the_typesetter_is_there():
    letters = "".join(chr(code) for first, end in glyphs._BUILT_IN for code in range(first, end))
    zone = factories.zone("Letters", slug="letters", summary_en=letters)
    assert pdf_of(zone, "en", on=TODAY).startswith(b"%PDF-")


def test_words_are_never_read_as_markup():
    name = '#panic("x") $ \\ [ ] * _ <label> `raw` @ref // /* = "quoted"'
    text = text_of(pdf_of(factories.zone(name, slug="markup"), "en", on=TODAY))
    assert dense(name) in dense(text)


def test_marks_of_direction_and_control_characters_are_left_out():
    zone = factories.zone("Right\u202eLeft\x07 Zone\nTwo", slug="marks")
    assert "RightLeft Zone Two" in text_of(pdf_of(zone, "en", on=TODAY))


# --- when it cannot be made


@pytest.mark.parametrize(
    "script", ["raise SystemExit(3)", "print('not a PDF')", "import os; os.abort()", "import nothing_here"]
)
def test_a_typesetter_that_fails_is_an_error_with_its_last_words(zone, tmp_path, monkeypatch, script):
    broken = tmp_path / "broken.py"
    broken.write_text(script)
    monkeypatch.setattr(pdf, "TYPESETTER", broken)
    with pytest.raises(pdf.Unavailable):
        pdf_of(zone, "en", on=TODAY)


def test_a_typesetter_that_hangs_is_ended(zone, tmp_path, monkeypatch):
    asleep = tmp_path / "asleep.py"
    asleep.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(pdf, "TYPESETTER", asleep)
    monkeypatch.setattr(pdf, "LONGEST", 0.5)
    with pytest.raises(pdf.Unavailable, match="did not answer"):
        pdf_of(zone, "en", on=TODAY)


def test_the_typesetter_is_not_loaded_into_the_portal():
    code = "import django,sys; django.setup(); import zones.factsheet.store; print('typst' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
