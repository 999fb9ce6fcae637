"""A story out of a web page: headline, source, date and paragraphs, without the page around them.

Made for pages of the form that China Daily's portals have: a breadcrumb, a headline, a line
"Source: … | Updated: Jul 27, 2022", paragraphs, then "Maybe you're interested" and a form.
What cannot be told with certainty is left for the editor; nothing is made up.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from django.utils.text import slugify

from ..text import pinyin

# Around the story, never part of it.
_FURNITURE = (
    "script, style, noscript, template, nav, header, footer, aside, form, iframe, object, svg, button"
)
# From one of these headings on, the page speaks of something else.
_ENDS = re.compile(
    r"^\W*(maybe you'?re interested|related (stories|news|articles|readings?)|are you ready to start|"
    r"most (popular|viewed)|you may also like|相关(阅读|新闻|文章)|您可能感兴趣)",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"(?:updated|更新(?:时间|日期)?)\s*[:：]?\s*(?P<date>[^|｜\n]{6,30})", re.IGNORECASE)
_SOURCE = re.compile(
    r"(?:source|来源)\s*[:：]\s*(?P<name>[^|｜\n]{2,80}?)\s*(?=$|[|｜\n]|updated|更新)", re.IGNORECASE
)
_CJK = re.compile(r"[\u4e00-\u9fff]")
_BLOCKS = ("p", "h2", "h3", "h4", "ul", "ol", "blockquote", "table")
# A line of source and date is short; a paragraph that mentions a source is not.
_LONGEST_LINE = 160
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_DATES = [
    re.compile(r"(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]{3,9})\.?,?\s+(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})"),
]


@dataclass
class Story:
    """What a page says. Texts are "" where it does not; `date` is a day; `body` is HTML, not cleaned yet."""

    headline: str
    body: str
    language: str
    source_name: str = ""
    source_url: str = ""
    date: datetime.date | None = None
    breadcrumb: list[str] = field(default_factory=list)
    pictures: int = 0

    @property
    def slug(self) -> str:
        text = pinyin(self.headline) if self.language == "zh" else self.headline
        slug = slugify(text)
        return slug if len(slug) <= 100 else slug[:100].rsplit("-", 1)[0]


def read_page(content: bytes) -> Story:
    """The story of an HTML page in whatever encoding it declares. Texts are "" where none was found."""
    soup = BeautifulSoup(content, "html.parser")
    address, breadcrumb = _address(soup), _breadcrumb(soup)
    head = soup.find("h1")
    headline = _text(head) or _meta(soup, "og:title") or _text(soup.title)
    for part in soup.select(_FURNITURE):
        part.decompose()
    _cut_what_follows(soup)
    container = _container(soup, head)
    name, date = _source_and_date(soup)
    pictures = len(container.find_all("img")) if container else 0
    body = "\n".join(_paragraphs(container, headline)) if container else ""
    return Story(
        headline=headline,
        body=body,
        language="zh" if _CJK.search(headline) else "en",
        source_name=name,
        source_url=address,
        date=date,
        breadcrumb=breadcrumb,
        pictures=pictures,
    )


def read_date(text: str) -> datetime.date | None:
    """The first day in the text, as such pages write it: "Jul 27, 2022", "27 July 2022", "2022-07-27", "2022年7月27日"."""
    for pattern in _DATES:
        if found := pattern.search(text):
            month = found["month"]
            number = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower(), 0)
            try:
                return datetime.date(int(found["year"]), number, int(found["day"]))
            except ValueError:
                continue
    return None


def _text(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag else ""


def _meta(soup: BeautifulSoup, name: str) -> str:
    tag = soup.find("meta", attrs={"property": name})
    return str(tag.get("content") or "").strip() if isinstance(tag, Tag) else ""


def _address(soup: BeautifulSoup) -> str:
    link = soup.find("link", rel="canonical")
    address = str(link.get("href") or "") if isinstance(link, Tag) else ""
    address = address or _meta(soup, "og:url")
    return address if urlsplit(address).scheme in ("http", "https") else ""


def _breadcrumb(soup: BeautifulSoup) -> list[str]:
    """The words of the path to the page, by which its section is found."""
    for tag in soup.find_all(class_=re.compile(r"bread|crumb|location|path", re.IGNORECASE)):
        words = [word.strip() for word in re.split(r"[>›»/]", _text(tag)) if word.strip()]
        if len(words) > 1:
            return words
    return []


def _cut_what_follows(soup: BeautifulSoup) -> None:
    """Remove everything after the first heading of another part, and that heading."""
    for text in soup.find_all(string=_ENDS):
        heading = text.parent
        if heading is None or heading.name == "title" or len(text.strip()) > _LONGEST_LINE:
            continue
        for later in list(heading.find_all_next()):
            if heading not in later.parents:
                later.decompose()
        heading.decompose()
        return


def _container(soup: BeautifulSoup, head: Tag | None) -> Tag | None:
    """The element whose own paragraphs hold the most text."""
    named = soup.find(id=re.compile(r"^(content|article|main_?text)$", re.IGNORECASE))
    if isinstance(named, Tag) and named.find("p"):
        return named
    sizes: dict[int, int] = {}
    tags: dict[int, Tag] = {}
    for paragraph in soup.find_all("p"):
        parent = paragraph.parent
        if parent is not None:
            tags[id(parent)] = parent
            sizes[id(parent)] = sizes.get(id(parent), 0) + len(_text(paragraph))
    return tags[max(sizes, key=lambda key: sizes[key])] if sizes else None


def _source_and_date(soup: BeautifulSoup) -> tuple[str, datetime.date | None]:
    name, date = "", None
    for line in _short_lines(soup):
        if not name and (found := _SOURCE.search(line)):
            name = found["name"].strip(" ()（）")
        if date is None and (found := _UPDATED.search(line)):
            date = read_date(found["date"])
        if name and date:
            break
    return name, date


def _short_lines(soup: BeautifulSoup) -> list[str]:
    """The texts of the elements that hold a line rather than a paragraph."""
    lines = (_text(tag) for tag in soup.find_all(["p", "div", "span", "h2", "h3", "h4", "h5", "h6", "li"]))
    return [line for line in lines if 0 < len(line) <= _LONGEST_LINE]


def _paragraphs(container: Tag, headline: str) -> list[str]:
    """The blocks of the story as HTML, without its headline, its line of source and empty ones."""
    blocks = []
    for tag in container.find_all(_BLOCKS):
        if any(parent.name in _BLOCKS for parent in tag.parents if parent is not container):
            continue
        text = _text(tag)
        is_line = len(text) <= _LONGEST_LINE and (_UPDATED.search(text) or _SOURCE.match(text))
        if not text or text == headline or is_line:
            continue
        for picture in tag.find_all(["img", "video", "audio", "picture"]):
            picture.decompose()
        blocks.append(str(tag))
    return blocks
