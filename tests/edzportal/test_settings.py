"""What follows from an environment, read by a process of its own."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.portal import ROOT

READ = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "edzportal.settings"
from django.conf import settings
names = os.environ["NAMES"].split()
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


@pytest.fixture
def settings_of(tmp_path):
    def read(*names, **environment):
        base = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        done = subprocess.run(
            [sys.executable, "-c", READ],
            cwd=ROOT,
            env=base | {"DATA_DIR": str(tmp_path), "NAMES": " ".join(names)} | environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return json.loads(done.stdout)

    return read


def test_with_nothing_set_everything_lies_in_the_data_folder(settings_of, tmp_path):
    found = settings_of(
        "DEBUG", "DEMO", "DATABASES", "CACHES", "EMAIL_FILE_PATH", "MEDIA_ROOT", "STATIC_ROOT"
    )
    assert found["DEBUG"] is found["DEMO"] is False
    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "portal.sqlite3")
    assert found["EMAIL_FILE_PATH"] == str(tmp_path / "mail")
    for path in (found["MEDIA_ROOT"], found["STATIC_ROOT"], found["CACHES"]["pages"]["LOCATION"]):
        assert path.startswith(str(tmp_path))


def test_the_secret_key_is_made_once_and_kept(settings_of, tmp_path):
    first = settings_of("SECRET_KEY")["SECRET_KEY"]
    assert len(first) > 60
    assert settings_of("SECRET_KEY")["SECRET_KEY"] == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_an_https_address_makes_cookies_secure(settings_of):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS")
    plain = settings_of(*names)
    assert plain["SESSION_COOKIE_SECURE"] is plain["CSRF_COOKIE_SECURE"] is False
    assert plain["SECURE_HSTS_SECONDS"] == 0
    secure = settings_of(*names, SITE_URL="https://portal.example.org")
    assert secure["SESSION_COOKIE_SECURE"] is secure["CSRF_COOKIE_SECURE"] is True
    assert secure["SECURE_HSTS_SECONDS"] > 0
    assert "portal.example.org" in secure["ALLOWED_HOSTS"]


def test_the_services_of_a_large_installation_are_addresses(settings_of):
    found = settings_of(
        "DATABASES",
        "CACHES",
        "EMAIL_HOST",
        "EMAIL_PORT",
        "EMAIL_USE_TLS",
        DATABASE_URL="postgres://portal:secret@db.example.org/portal",
        CACHE_URL="redis://cache.example.org:6379/2",
        EMAIL_URL="smtp+tls://portal:secret@mail.example.org:587",
    )
    assert found["DATABASES"]["default"]["ENGINE"].endswith("postgresql")
    assert {cache["LOCATION"] for cache in found["CACHES"].values()} == {"redis://cache.example.org:6379/2"}
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == (
        "mail.example.org",
        587,
        True,
    )


def test_the_readme_names_exactly_the_variables_that_are_read():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in readme.splitlines() if line.startswith("| `")]
    told = {name for cell in rows for name in re.findall(r"`([A-Z_]{4,})`", cell)}
    read = set()
    for name in ("settings.py", "management/commands/run.py"):
        source = (ROOT / "edzportal" / name).read_text(encoding="utf-8")
        read |= set(re.findall(r"""(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)\"""", source))
    assert len(read) > 12
    assert read == told
