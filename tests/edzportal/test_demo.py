"""The demo content: loaded through the importers, the same a second time."""

import io
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction

from edzportal.demo import accounts, load, profiles, reference
from zones import review
from zones.models import (
    Area,
    Article,
    Indicator,
    IndustryLabel,
    IndustryRole,
    Province,
    Source,
    Stage,
    Zone,
    ZoneEvent,
)
from zones.periods import Period


@pytest.fixture(scope="class")
def whole_demo(django_db_setup, django_db_blocker):
    """The full demo, once for a class, and gone with it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load.load(stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def full(whole_demo, db):
    pass


@pytest.fixture
def small(db):
    load.load(small=True, stdout=io.StringIO())


class TestWhole:
    pytestmark = pytest.mark.usefixtures("full")

    def test_all_zones_and_all_profiles_stand_and_are_live(self):
        assert Zone.objects.live().count() == 611
        deep = [record for record in profiles.records() if len(record) > 2]
        assert len(deep) == 28
        assert Indicator.objects.values("zone").distinct().count() == 28

    def test_a_second_load_changes_nothing(self):
        out = io.StringIO()

        assert load.load(stdout=out) == 0
        assert "Zones: 0 new, 0 changed, 611 unchanged" in out.getvalue()

    def test_the_editors_are_warned_of_the_known_slips_and_of_nothing_else(self):
        figures = Indicator.objects.exclude(doubt="").values_list("zone__code", "kind__slug", "doubt")
        areas = Area.objects.exclude(doubt="").values_list("zone__code", "value_ha", "doubt")
        assert set(figures) == {
            ("G211007", "imports-exports", "ratio"),
            ("G231010", "total-investment", "ratio"),
        }
        assert set(areas) == {("G652156", Decimal("25.96"), "range")}

    def test_the_two_figures_of_beijing_for_2015_wait_for_an_editor(self):
        queue = review.Queue(Zone.objects.all())
        cells = [cell for cell in queue.cells if cell.kind == review.Kind.CONTRADICTORY]
        [item] = queue.page(cells, start=0, size=9)
        assert (item.zone.code, item.fact.kind.slug, str(item.fact.period)) == ("G111001", "gdp", "2015")

    def test_the_newsroom_holds_a_draft_and_a_story_in_review(self):
        waiting = dict(Article.objects.exclude(stage=Stage.PUBLISHED).values_list("slug", "stage"))

        assert waiting == {load.DRAFT: Stage.DRAFT, load.IN_REVIEW: Stage.REVIEW}

    def test_every_type_has_its_zones(self):
        counts = {
            slug: Zone.objects.filter(types__slug=slug).count()
            for slug in ("etdz", "htdz", "customs", "ftz", "border", "other")
        }

        assert counts == {"etdz": 236, "htdz": 176, "customs": 135, "ftz": 22, "border": 19, "other": 23}

    def test_every_zone_has_its_place_and_its_standing(self):
        assert not Zone.objects.filter(province=None).exists()
        # A free trade zone lies in several cities, but for those of the four municipalities.
        assert set(Zone.objects.filter(city=None).values_list("types__slug", flat=True)) == {"ftz"}
        assert Zone.objects.filter(status="withdrawn").count() == 2
        assert Zone.objects.filter(status="doubtful", level__slug="national").count() == 2
        assert Zone.objects.filter(status="active").count() == 607

    def test_no_fact_claims_to_be_verified_and_nearly_all_have_a_source(self):
        assert not ZoneEvent.objects.exclude(verified_on=None).exists()
        # What the later lists say of four zones names no document.
        assert ZoneEvent.objects.filter(source=None).count() == 4
        assert not IndustryRole.objects.filter(source=None).exists()
        assert not Indicator.objects.filter(source=None).exists()

    def test_no_reader_is_sent_to_a_raw_address(self):
        odd = [source for source in Source.objects.all() if "218.28.6.71" in source.url]

        assert odd
        assert not any(source.is_linkable for source in odd)

    def test_figures_that_look_like_slips_stand_as_published_and_say_so(self):
        for code, year in (("G211007", 2007), ("G231010", 2022)):
            figures = Indicator.objects.filter(zone__code=code, period_end__year=year)
            assert any("slip of the unit" in figure.remark_en for figure in figures)
            assert any("单位有误" in figure.remark_zh_hans for figure in figures)

    def test_a_contradiction_stands_as_one(self):
        figures = Indicator.objects.filter(
            zone__code="G111001", kind__slug="gdp", period_start__year=2015, scope_en=""
        )

        assert sorted(figures.values_list("value", flat=True)) == [
            Decimal("108140000000"),
            Decimal("125920000000"),
        ]

    def test_there_are_stories_in_both_languages(self):
        live = Article.objects.live()

        assert live.count() >= 36
        assert live.values("section").distinct().count() >= 5
        assert sum(article.is_translated("zh-hans") for article in live) >= 15


class TestShenyang:
    pytestmark = pytest.mark.usefixtures("small")

    @pytest.fixture
    def zone(self):
        return Zone.objects.get(code="G212007")

    def test_founded_is_not_approved(self, zone):
        founded, approved = zone.events.get(kind="founded"), zone.events.get(kind="approved")

        assert (founded.date, approved.date) == ("1988", "1991-03")
        assert founded.source.publisher == "China Daily"
        assert {approved.source, *approved.further_sources.all()} >= {founded.source}
        assert (zone.founded_on, zone.approved_on, zone.level.slug) == ("1988", "1991-03", "national")

    def test_four_targets_are_past_due(self, zone):
        targets = zone.targets.all()

        assert len(targets) == 4
        assert all(target.due_year == 2023 and target.is_past_due() for target in targets)
        assert all(target.source.title.startswith("High-tech zone plays its role") for target in targets)
        money = targets.get(kind__slug="rd-spending")
        assert (money.value, money.currency) == (10_000_000_000, "CNY")
        assert "1.48 billion US dollars" in money.as_published

    def test_industries_have_their_roles(self, zone):
        story = zone.industry_roles.filter(source__publisher="China Daily")

        assert [role.label_en for role in story.filter(role="core")] == [
            "new-generation information technology"
        ]
        assert {role.label_en for role in story.filter(role="driver")} == {
            "intelligent equipment manufacturing",
            "biomedicine",
        }
        assert {role.label_en for role in story.filter(role="key")} == {
            "civil aviation",
            "high-tech services",
            "new materials",
            "new energy vehicles",
        }

    def test_its_story_is_live_from_the_start(self, zone):
        story = Article.objects.live().get(slug="shenyang-high-tech-zone-plays-its-role")

        assert (story.section.slug, story.source_name, story.source_date) == (
            "edz-news",
            "China Daily",
            "2022-07-27",
        )
        assert list(story.zones.all()) == [zone]


class TestSmall:
    def test_it_is_a_dozen_zones_and_six_stories(self, small):
        assert Zone.objects.live().count() == 12
        assert Article.objects.live().count() == 6

    def test_a_second_load_changes_nothing(self, small):
        assert load.load(small=True, stdout=io.StringIO()) == 0

    def test_the_command_shows_progress(self, db, capsys):
        call_command("load_demo", "--small")

        out = capsys.readouterr().out
        assert "Zones: 12 new" in out
        assert "Password" not in out

    def test_what_editors_have_changed_stays(self, small):
        Zone.objects.filter(code="G212007").update(pitch_en="Come and see")
        Article.objects.filter(slug="xiongan-high-tech-zone-approved").update(headline_en="Ours")
        load.load_once(stdout=io.StringIO())

        assert Zone.objects.get(code="G212007").pitch_en == "Come and see"
        assert Article.objects.filter(headline_en="Ours").exists()


class TestAccounts:
    def test_none_are_made_unless_the_demo_is_on(self, small):
        assert not User.objects.exists()

    def test_each_role_has_one_and_the_password_opens_them(self, db, settings, client):
        settings.DEMO, settings.DEMO_PASSWORD = True, "a fine password"

        assert accounts.load() == 7
        assert accounts.load() == 0
        for name, person in accounts.PEOPLE.items():
            assert [group.name for group in User.objects.get(username=name).groups.all()] == [person.role]
            assert User.objects.get(username=name).check_password("a fine password")

    def test_another_password_opens_them_from_then_on(self, db, settings):
        settings.DEMO, settings.DEMO_PASSWORD = True, "a fine password"
        accounts.load()
        settings.DEMO_PASSWORD = "a finer password"

        assert accounts.load() == 7
        assert User.objects.get(username="officer").check_password("a finer password")

    def test_a_random_password_is_made_once_and_kept_to_its_owner(self, settings, tmp_path):
        settings.DEMO_PASSWORD, settings.DATA_DIR = "", tmp_path

        assert len(accounts.password()) >= 12
        assert accounts.password() == accounts.password()
        assert (tmp_path / "demo_password").stat().st_mode & 0o077 == 0

    def test_the_zone_editor_keeps_one_profile_and_the_editor_signs(self, db, settings):
        settings.DEMO, settings.DEMO_PASSWORD = True, "a fine password"
        load.load(small=True, stdout=io.StringIO())

        assert [zone.code for zone in User.objects.get(username="zone_editor").zone_editor.zones.all()] == [
            "G212007"
        ]
        assert Article.objects.first().created_by.username == "editor"


class TestFiles:
    def test_every_province_has_a_tile_with_a_short_label(self, small):
        assert Province.objects.count() == 31
        assert all(
            len(province.tile_label_en) == 2 and len(province.tile_label_zh_hans) == 1
            for province in Province.objects.all()
        )

    def test_every_industry_label_of_the_files_is_in_the_list(self, small):
        assert IndustryLabel.objects.count() >= 365

    def test_the_curated_periods_are_those_that_the_texts_mean(self):
        for row in reference.read("indicators_map.json")["periods"]:
            period = Period.parse(row["year"])
            assert (period.start.isoformat(), period.end.isoformat()) == (row["start"], row["end"])

    def test_sources_keep_no_words_of_the_compilers(self):
        for source in profiles.sources():
            assert "from the address" not in source["title"] + source["publisher"]
