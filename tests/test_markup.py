"""The strict reader that the crawls rely on finds what it is there to find."""

import pytest

from .markup import Page

SOUND = """<!doctype html><html lang="en"><head><title>A page</title></head><body><h1>One</h1><h2>Two</h2>
<p><a href="/x">Link</a> <img src="/x.png" alt=""></p>
<form><label for="q">Find</label><input id="q" name="q"><button>Go</button></form>
<svg viewBox="0 0 1 1" role="img" aria-label="A map"><a href="/y"><rect width="1" height="1"/><text>Y</text></a></svg>
</body></html>"""


def test_a_sound_page_has_no_problems():
    page = Page(SOUND)
    assert page.problems == []
    assert page.lang == "en"
    assert ("a", "/x") in page.links
    assert ("a", "/y") in page.links


@pytest.mark.parametrize(
    ("sound", "broken", "problem"),
    [
        ("</h2>", "", "expected"),
        ("</body>", "<div></body>", "expected"),
        ("<h1>One</h1>", "<h2>One</h2>", "first heading"),
        ("<h2>Two</h2>", "<h1>Two</h1>", "2 h1"),
        ("<h2>Two</h2>", "<h3>Two</h3>", "follows"),
        (' alt=""', "", "no alt"),
        ('<label for="q">Find</label>', "", "no label"),
        ('for="q"', 'for="other"', "names nothing"),
        ("<h2>", '<h2 id="q">', "2 times"),
        (">Link<", "><", "no name"),
        ("<h2>", '<h2 style="color: red">', "policy"),
        ("<h2>", '<h2 onclick="go()">', "policy"),
        ("</head>", "<script>go()</script></head>", "policy"),
        ("<title>A page</title>", "", "no title"),
        ("<!doctype html>", "", "no doctype"),
        ('src="/x.png"', 'src="/x.png" src="/y.png"', "twice"),
    ],
)
def test_what_is_broken_is_said(sound, broken, problem):
    assert sound in SOUND
    assert any(problem in one for one in Page(SOUND.replace(sound, broken, 1)).problems)
