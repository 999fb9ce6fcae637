"""The portal's settings for tests: a data folder of its own, fast passwords, unhashed static files."""

import atexit
import os
import shutil
import tempfile

# Of its own even beside other test processes: each ends by emptying its caches.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="edzportal-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
_redis, _slash, _number = os.environ.get("CACHE_URL", "").rpartition("/")
if _redis.startswith("redis"):
    _worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["CACHE_URL"] = f"{_redis}/{int(_worker) % 15 + 1}"
for _name in (
    "DEBUG",
    "DEMO",
    "DEMO_PASSWORD",
    "ALLOWED_HOSTS",
    "TRUSTED_PROXIES",
    "EMAIL_URL",
    "LOG_FORMAT",
):
    os.environ.pop(_name, None)
os.environ["SECRET_KEY"] = "only-for-tests"
os.environ["SITE_URL"] = "http://testserver"

from edzportal.settings import *  # noqa: E402, F403
from edzportal.settings import STATIC_ROOT, STORAGES  # noqa: E402

# WhiteNoise warns of a folder that is not there.
STATIC_ROOT.mkdir()

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    # Hashed names need collectstatic, which a test run does not.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
