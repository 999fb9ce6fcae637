"""The demo's people, one for each role. They exist only where the setting DEMO is on.

The password is the setting's, or a random one that is kept in the data folder so that
it can be shown at every start.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.db import transaction

from inquiries import roles as desk
from zones import roles as newsroom
from zones.models import Zone, ZoneEditor


@dataclass(frozen=True)
class Person:
    """What a demo account may do, and in whose name it signs."""

    role: str
    what: str
    first_name: str
    last_name: str = "Sample"
    is_superuser: bool = False


PEOPLE = {
    "admin": Person(newsroom.ADMINISTRATOR, "administers everything", "Ada", is_superuser=True),
    "writer": Person(newsroom.WRITER, "writes drafts", "Wen"),
    "editor": Person(newsroom.EDITOR, "edits and publishes", "Edith"),
    "publisher": Person(newsroom.PUBLISHER, "publishes as the second person", "Paula"),
    "zone_editor": Person(newsroom.ZONE_EDITOR, "keeps the profile of one zone", "Zora"),
    "officer": Person(desk.OFFICER, "answers inquiries", "Olive"),
    "manager": Person(desk.MANAGER, "manages the inbox", "Max"),
}
# The profile that `zone_editor` keeps: the Shenyang High-Tech Zone.
KEPT_ZONE = "G212007"


def password() -> str:
    """The password of all demo accounts."""
    if settings.DEMO_PASSWORD:
        return settings.DEMO_PASSWORD
    kept = Path(settings.DATA_DIR) / "demo_password"
    if not kept.exists():
        kept.write_text(secrets.token_urlsafe(9))
        kept.chmod(0o600)
    return kept.read_text().strip()


def load() -> int:
    """Make the accounts that are missing and see that the password opens them; returns how many changed."""
    if not settings.DEMO:
        return 0
    with transaction.atomic():
        known = {user.username: user for user in User.objects.filter(username__in=PEOPLE)}
        missing = [name for name in PEOPLE if name not in known]
        # One look is enough: all accounts were given the same password.
        outdated = [] if not known or _is_opened(next(iter(known.values()))) else list(known.values())
        hashed = make_password(password()) if missing or outdated else ""
        for user in outdated:
            user.password = hashed
            user.save(update_fields=["password"])
        for name in missing:
            _make(name, PEOPLE[name], hashed)
    return len(missing) + len(outdated)


def _is_opened(user: User) -> bool:
    return user.check_password(password())


def _make(name: str, person: Person, hashed: str) -> None:
    user = User.objects.create(
        username=name,
        password=hashed,
        email=f"{name}@example.org",
        first_name=person.first_name,
        last_name=person.last_name,
        is_staff=True,
        is_superuser=person.is_superuser,
    )
    user.groups.add(Group.objects.get_or_create(name=person.role)[0])


def entrust_zone() -> None:
    """Give the zone editor a profile to keep, unless somebody has chosen already."""
    user = User.objects.filter(username="zone_editor", zone_editor=None).first()
    zone = Zone.objects.filter(code=KEPT_ZONE).first()
    if settings.DEMO and user and zone:
        ZoneEditor.objects.create(user=user).zones.add(zone)


def named(name: str) -> User | None:
    """The demo account of this name, or None where there are no demo accounts."""
    return User.objects.filter(username=name).first() if settings.DEMO else None
