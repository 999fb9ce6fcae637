"""Zones taken out by the command and in the admin: which ones, for whom, and never half a file."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.urls import reverse

from tests import factories
from zones import roles
from zones.exchange import export, import_zones, workbook
from zones.models import Zone, ZoneEditor

pytestmark = pytest.mark.django_db


@pytest.fixture
def zones():
    return [
        factories.zone("Alpha", slug="alpha", code="G1", types=("etdz",)),
        factories.zone("Beta", slug="beta", code="G2", note="Between editors"),
        factories.zone("Draft", slug="draft", code="G3", live=False),
    ]


def slugs(content):
    return [row["slug"] for row in csv.DictReader(io.StringIO(content.decode(), newline=""))]


class TestCommand:
    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            ([], ["alpha", "beta"]),
            (["--drafts"], ["alpha", "beta", "draft"]),
            (["--query", "type=etdz"], ["alpha"]),
        ],
    )
    def test_it_writes_the_zones_that_are_asked_for(self, zones, tmp_path, options, expected):
        call_command("export_zones", str(tmp_path / "a.csv"), *options, stdout=io.StringIO())
        call_command("export_zones", str(tmp_path / "a.json"), *options, stdout=io.StringIO())
        call_command("export_zones", str(tmp_path / "a.xlsx"), *options, stdout=io.StringIO())

        assert slugs((tmp_path / "a.csv").read_bytes()) == expected
        assert [record["slug"] for record in json.loads((tmp_path / "a.json").read_bytes())] == expected
        assert [row[0] for row in workbook.read((tmp_path / "a.xlsx").read_bytes())][1:] == expected
        for name in ("a.csv", "a.json", "a.xlsx"):
            call_command("import_zones", str(tmp_path / name), stdout=io.StringIO())

    def test_the_open_data_is_less(self, zones, tmp_path):
        call_command("export_zones", str(tmp_path / "a.json"), "--public", stdout=io.StringIO())
        assert "Between editors" not in (tmp_path / "a.json").read_text()

    @pytest.mark.parametrize(
        "arguments", [["a.doc"], ["missing/a.csv"], ["a.csv", "--drafts", "--public"]], ids=str
    )
    def test_what_it_cannot_do_it_says(self, zones, tmp_path, monkeypatch, arguments):
        monkeypatch.chdir(tmp_path)
        with pytest.raises(CommandError):
            call_command("export_zones", *arguments)
        assert list(tmp_path.iterdir()) == []

    def test_a_failure_leaves_the_former_file_as_it_was(self, zones, tmp_path, monkeypatch):
        file = tmp_path / "a.csv"
        file.write_text("former")

        def away(self, zone, **options):
            raise DatabaseError

        monkeypatch.setattr(export.Columns, "row", away)
        with pytest.raises(DatabaseError):
            call_command("export_zones", str(file))
        assert file.read_text() == "former"
        assert list(tmp_path.iterdir()) == [file]


class TestAdmin:
    def export(self, client, form="csv", query=""):
        response = client.get(reverse("admin:zones_zone_export", args=[form]) + query)
        if response.status_code != 200:
            return response.status_code
        return b"".join(response.streaming_content)

    def test_the_list_is_exported_as_it_is_filtered_and_comes_back(self, client, zones):
        client.force_login(factories.admin())
        assert slugs(self.export(client)) == ["alpha", "beta", "draft"]
        assert slugs(self.export(client, query="?state=draft")) == ["draft"]
        assert slugs(self.export(client, query="?q=beta")) == ["beta"]
        for form in export.FILES:
            assert import_zones(self.export(client, form), f"a.{form}").changes == 0
        html = client.get(reverse("admin:zones_zone_changelist") + "?state=draft").content.decode()
        assert "/admin/zones/zone/export/xlsx/?state=draft" in html

    def test_a_zone_editor_takes_out_own_zones_alone(self, client, zones):
        person = factories.user("zoe", roles.ZONE_EDITOR)
        ZoneEditor.objects.create(user=person).zones.add(zones[1])
        client.force_login(person)

        assert slugs(self.export(client)) == ["beta"]
        assert slugs(self.export(client, query="?q=alpha")) == []

    def test_who_may_not_change_zones_takes_out_none(self, client, zones):
        client.force_login(factories.user("wen", roles.WRITER))
        assert self.export(client) == 403
        assert "/export/" not in client.get(reverse("admin:zones_zone_changelist")).content.decode()
        client.logout()
        assert self.export(client) == 302

    def test_an_unknown_form_or_filter_is_no_error(self, client, zones):
        client.force_login(factories.admin())
        assert self.export(client, "doc") == 404
        assert self.export(client, query="?nonsense__x=1") == 302
        response = client.get(reverse("admin:zones_zone_export", args=["csv"]))
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


def test_the_export_of_nothing_is_a_whole_file():
    for form in export.FILES:
        file = io.BytesIO()
        export.Export(Zone.objects.all(), is_public=False).write(form, file)
        report = import_zones(file.getvalue(), f"a.{form}")
        assert (report.problems, report.changes) == ([], 0)
