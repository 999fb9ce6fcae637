"""What is pasted arrives in the editor's own elements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones.models import Article
from zones.richtext import cleaned


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (
            '<p class="MsoNormal" style="mso-margin-top-alt:auto"><span style="mso-fareast-language:ZH-CN">'
            '<font face="Calibri">An area</font></span><o:p></o:p></p>',
            "<p>An area</p>",
        ),
        ("<!--[if gte mso 9]><xml>x</xml><![endif]--><style>p{color:red}</style><p>A</p>", "<p>A</p>"),
        ("<p>A&nbsp;&nbsp; &nbsp;B</p>", "<p>A B</p>"),
        ("<p>12&nbsp;ha</p>", "<p>12&nbsp;ha</p>"),
        ("<p><span></span>&nbsp;</p><p><b> </b></p><p>A<span></span></p>", "<p>A</p>"),
        ("<p>one<b> </b>two</p>", "<p>one two</p>"),
        ("<p><b>A</b> <i>B</i></p>", "<p><strong>A</strong> <em>B</em></p>"),
        ("<h1>A</h1><h3>B</h3><h6>C</h6>", "<h2>A</h2><h3>B</h3><h4>C</h4>"),
        ("<ul><li>A</li><ul><li>B</li></ul></ul>", "<ul><li>A<ul><li>B</li></ul></li></ul>"),
        ("<ol><li>A<ul><li>B</li></ul></li></ol>", "<ol><li>A<ul><li>B</li></ul></li></ol>"),
        ("<div><div>A</div><div>B</div></div>", "<p>A</p><p>B</p>"),
        ("<p onclick='x()'>A<script>x()</script></p>", "<p>A</p>"),
        ('<p><a href="javascript:x()">A</a></p>', "<p><a>A</a></p>"),
        ('<p><a href="/zones/a/" style="x" class="y">A</a></p>', '<p><a href="/zones/a/">A</a></p>'),
        ("<p></p>", ""),
    ],
)
def test_pasted_text_keeps_its_meaning_and_loses_its_looks(pasted, kept):
    assert cleaned(pasted) == kept


def test_a_table_keeps_its_empty_cells_and_spans():
    table = '<table><tbody><tr><th colspan="2">A</th></tr><tr><td>1</td><td></td></tr></tbody></table>'
    assert cleaned(table.replace("<table>", '<table class="MsoTableGrid" border="1">')) == table


_TAGS = st.sampled_from(
    [
        "p",
        "div",
        "b",
        "i",
        "a",
        "h1",
        "h3",
        "h6",
        "ul",
        "ol",
        "li",
        "span",
        "font",
        "table",
        "tr",
        "td",
        "blockquote",
        "br",
        "hr",
        "script",
    ]
)
_PIECES = st.one_of(
    _TAGS.map("<{}>".format),
    _TAGS.map("</{}>".format),
    st.sampled_from(["&nbsp;", " ", "\xa0", "\n", "A", "&lt;p&gt;", "<!--", "-->", "<", "区"]),
)


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_cleaning_twice_is_cleaning_once(html):
    once = cleaned(html)
    assert cleaned(once) == once


def test_a_model_is_cleaned_when_it_is_validated():
    for name in ("body_en", "body_zh_hans"):
        field = Article._meta.get_field(name)
        assert field.clean("<h1 class='x'>A</h1>", None) == "<h2>A</h2>"
