"""Every list of the admin answers to each of its filters, its search and its columns."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from tests import factories
from zones import roles
from zones.models import IndustryLabel, IndustryRole, Topic, ZoneEditor

pytestmark = pytest.mark.django_db

LISTS = sorted(
    (
        model._meta.model_name
        for model in apps.get_app_config("zones").get_models()
        if admin.site.is_registered(model)
    ),
)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_answers_to_everything_it_offers(client, name):
    client.force_login(factories.admin())
    factories.article("A story", zones=[factories.zone("A zone")])
    address = reverse(f"admin:zones_{name}_changelist")
    shown = client.get(address).context["cl"]
    offers = [choice["query_string"] for spec in shown.filter_specs for choice in spec.choices(shown)]
    offers += [
        "?q=a+b",
        *(f"?o={sign}{column}" for column in range(1, len(shown.list_display)) for sign in ("", "-")),
    ]
    for offer in offers:
        assert client.get(address + offer).status_code == 200, offer


def test_labels_without_a_meaning_are_found(client):
    client.force_login(factories.admin())
    open_label = IndustryLabel.objects.create(label_en="Things", key="things")
    known = IndustryLabel.objects.create(label_en="Machines", key="machines")
    known.industries.add(factories.industry("machinery"), factories.industry("equipment"))
    address = reverse("admin:zones_industrylabel_changelist")
    for meaning, expected in (("missing", [open_label]), ("given", [known])):
        assert list(client.get(address, {"meaning": meaning}).context["cl"].queryset) == expected


@pytest.mark.parametrize("name", ["zonetype", "industry", "topic", "province"])
def test_what_pages_name_is_not_deleted_under_them(client, name):
    client.force_login(factories.admin())
    story = factories.article("A story", zones=[factories.zone("A zone")])
    match name:
        case "zonetype":
            row, user = factories.zone_type(), "A zone"
        case "topic":
            row, user = Topic.objects.create(slug="ports", name_en="Ports"), "A story"
            story.topics.add(row)
        case _:
            row, user = getattr(factories, name)("hainan"), "A story"
            getattr(story, f"{row._meta.verbose_name_plural}").add(row)
    address = reverse(f"admin:zones_{name}_delete", args=[row.pk])
    page = client.post(address, {"post": "yes"}).content.decode()
    assert user in page and type(row).objects.filter(pk=row.pk).exists()
    # Many at once go the same way.
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(reverse(f"admin:zones_{name}_changelist"), chosen)
    assert type(row).objects.filter(pk=row.pk).exists()


def test_what_stands_in_the_way_is_told_once(client):
    client.force_login(factories.admin())
    sector = factories.industry()
    for _zone in range(3):
        IndustryRole.objects.create(zone=factories.zone(), industry=sector, role="key")
    page = client.get(reverse("admin:zones_industry_delete", args=[sector.pk])).content.decode()
    assert "× 3" in page and page.count(f"{sector} (key)") == 1


def test_a_cross_beside_a_choice_does_not_delete_what_many_pages_share(client):
    client.force_login(factories.admin())
    page = client.get(reverse("admin:zones_article_add")).content.decode()
    assert 'id="change_id_section"' in page and 'id="delete_id_section"' not in page


def test_moments_are_told_in_one_order_only(client):
    client.force_login(factories.admin())
    story = factories.article("A story")
    list_page = client.get(reverse("admin:zones_article_changelist")).content.decode()
    assert f"{story.published_at.astimezone():%Y-%m-%d}" in list_page
    for forbidden in ("a.m.", "p.m.", "noon", "midnight"):
        assert forbidden not in list_page


def test_the_history_says_which_page_it_was_in_a_constant_number_of_queries(
    client, django_assert_max_num_queries
):
    client.force_login(factories.admin())
    story = factories.article("Ten laboratories", live=False)
    story.submit(by=None)
    address = reverse("admin:zones_pageevent_changelist")
    page = client.get(address, {"q": "laboratories"}).content.decode()
    assert reverse("admin:zones_article_change", args=[story.pk]) in page
    for number in range(12):
        factories.article(f"Story {number}", live=False).submit(by=None)
        factories.zone(f"Zone {number}", live=False).submit(by=None)
    with django_assert_max_num_queries(14):
        assert "Zone 11" in client.get(address).content.decode()
    assert "Zone 11" not in client.get(address, {"q": "laboratories"}).content.decode()


def test_a_zone_editor_reads_the_history_of_own_zones_alone(client):
    person = factories.user("zoe", roles.ZONE_EDITOR)
    mine, other = factories.zone("Mine", live=False), factories.zone("Other", live=False)
    ZoneEditor.objects.create(user=person).zones.add(mine)
    for page in (mine, other, factories.article("Secret", live=False)):
        page.submit(by=None, note=f"About {page}")
    client.force_login(person)
    for query in ("", "?q=About", "?q=Secret"):
        page = client.get(reverse("admin:zones_pageevent_changelist") + query).content.decode()
        assert "Other" not in page and "About Secret" not in page and ">Secret<" not in page
    assert "About Mine" in client.get(reverse("admin:zones_pageevent_changelist")).content.decode()
