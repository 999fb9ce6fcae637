"""Fixtures that every test may use."""

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def _empty_caches():
    yield
    for alias in ("default", "pages"):
        caches[alias].clear()
