"""The score: each reason on its own, and that it only ever holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiries.moderation import (
    OVERALL_PER_HOUR,
    PER_ADDRESS_AND_DAY,
    PER_NETWORK_AND_HOUR,
    REASONS,
    Neighbourhood,
    Submission,
    judge,
)

PLAIN = "We look for a factory of 5,000 m² with good power supply near a port."


def reasons(message=PLAIN, around=None, **clues):
    return judge(Submission(message, **clues), around or Neighbourhood()).reasons


@pytest.mark.parametrize(
    "message",
    [
        PLAIN,
        "我们想在开发区设厂，请问有多大的土地？",
        "نبحث عن أرض لمصنع",
        "See www.example.com: that is us. We look for land near Shenyang.",
        "Hi",
        "PLEASE CALL ME BACK!!!",
    ],
)
def test_what_people_write_is_clean(message):
    verdict = judge(Submission(message), Neighbourhood())
    assert not verdict.is_held
    assert verdict.score == 0


@pytest.mark.parametrize(
    "clues,reason",
    [
        ({"honeypot_filled": True}, "honeypot"),
        ({"token_is_valid": False}, "no_token"),
        ({"form_seconds": 0.5}, "too_fast"),
        ({"unknown_fields": frozenset({"url"})}, "unknown_fields"),
        ({"message": PLAIN + "[url=https://example.com]x[/url]"}, "markup"),
        ({"message": PLAIN + '<a href="https://example.com">x</a>'}, "markup"),
        ({"message": PLAIN + " https://a.example https://b.example www.c.example"}, "many_links"),
        ({"message": "https://a.example/offer"}, "only_links"),
        ({"name": "https://a.example"}, "link_in_name"),
        ({"around": Neighbourhood(network_hour=PER_NETWORK_AND_HOUR)}, "network_rate"),
        ({"around": Neighbourhood(address_day=PER_ADDRESS_AND_DAY)}, "address_rate"),
        ({"around": Neighbourhood(overall_hour=OVERALL_PER_HOUR)}, "overall_rate"),
        ({"around": Neighbourhood(same_text_day=1)}, "same_text"),
    ],
)
def test_each_reason_holds_by_itself(clues, reason):
    found = reasons(**clues)
    assert found == (reason,)
    assert REASONS[reason][0] >= 50


def test_two_links_alone_hold_nothing():
    verdict = judge(Submission(PLAIN + " https://a.example https://b.example"), Neighbourhood())
    assert verdict.reasons == ("two_links",)
    assert not verdict.is_held


def test_just_below_each_rate_nothing_is_held():
    around = Neighbourhood(PER_NETWORK_AND_HOUR - 1, OVERALL_PER_HOUR - 1, PER_ADDRESS_AND_DAY - 1, 0)
    assert reasons(around=around) == ()


submissions = st.builds(
    Submission,
    message=st.text(max_size=200),
    name=st.text(max_size=20),
    honeypot_filled=st.booleans(),
    token_is_valid=st.booleans(),
    form_seconds=st.none() | st.floats(0, 1e6),
    unknown_fields=st.frozensets(st.text(max_size=5), max_size=2),
)
neighbourhoods = st.builds(Neighbourhood, *[st.integers(0, 200)] * 4)


@given(submissions, neighbourhoods)
def test_the_score_is_the_sum_of_its_named_reasons(submission, around):
    verdict = judge(submission, around)
    assert verdict == judge(submission, around)
    assert verdict.score == sum(REASONS[reason][0] for reason in verdict.reasons)
    assert len(set(verdict.reasons)) == len(verdict.reasons)


@given(submissions, neighbourhoods)
def test_more_neighbours_never_make_it_cleaner(submission, around):
    fewer = judge(submission, Neighbourhood())
    assert judge(submission, around).score >= fewer.score
