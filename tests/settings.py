"""The portal's settings for tests: a data folder of its own, fast passwords, unhashed static files."""

import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="edzportal-tests-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ["SITE_URL"] = "http://testserver"

from edzportal.settings import *  # noqa: F403
from edzportal.settings import STORAGES

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    # Hashed names need collectstatic, which a test run does not.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
