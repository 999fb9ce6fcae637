"""Each role may do what its work needs, on every machine the same."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from tests import factories
from zones import roles
from zones.models import ZoneEditor


@pytest.mark.django_db
def test_every_permission_of_a_role_exists():
    known = set(Permission.objects.filter(content_type__app_label="zones").values_list("codename", flat=True))
    for role, codenames in roles.ROLES.items():
        assert set(codenames or ()) <= known, role


@pytest.mark.django_db
def test_roles_stand_after_every_migrate_however_they_were_left():
    Group.objects.get(name=roles.WRITER).delete()
    Group.objects.get(name=roles.EDITOR).permissions.clear()
    call_command("migrate", verbosity=0)
    writer = factories.user("wang", roles.WRITER)
    editor = factories.user("emma", roles.EDITOR)
    assert writer.has_perm("zones.add_article") and not writer.has_perm("zones.publish_article")
    assert editor.has_perm("zones.publish_article")


@pytest.mark.django_db
def test_an_administrator_has_every_permission_of_every_app():
    administrators = Group.objects.get(name=roles.ADMINISTRATOR)
    assert administrators.permissions.count() == Permission.objects.count()


@pytest.mark.django_db
def test_a_writer_edits_own_drafts_and_nothing_else():
    writer, other = factories.user("wang", roles.WRITER), factories.user("li", roles.WRITER)
    draft = factories.article(live=False, created_by=writer)
    assert draft.is_editable_by(writer)
    assert not draft.is_editable_by(other)
    draft.submit(by=writer)
    assert not draft.is_editable_by(writer)
    assert not factories.article(live=True, created_by=writer).is_editable_by(writer)


@pytest.mark.django_db
def test_a_zone_editor_edits_own_zones_and_no_others():
    person = factories.user("zoe", roles.ZONE_EDITOR)
    mine, other = factories.zone("Mine"), factories.zone("Other")
    ZoneEditor.objects.create(user=person).zones.add(mine)
    assert mine.is_editable_by(person)
    assert not other.is_editable_by(person)
