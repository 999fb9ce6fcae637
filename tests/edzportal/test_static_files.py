"""Static files are collected when they have changed, and only then."""

import pytest

from edzportal import static_files


@pytest.fixture
def collected(monkeypatch, settings, tmp_path):
    """A site with one static file; counts how often its files are collected."""
    settings.STATIC_ROOT = tmp_path / "root"
    settings.STATIC_ROOT.mkdir()
    settings.STATICFILES_DIRS = [tmp_path / "files"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.css").write_text("a")
    static_files.get_finders.__globals__["get_finder"].cache_clear()
    calls = []
    monkeypatch.setattr(static_files, "call_command", lambda *args, **kwargs: calls.append(args))
    yield calls
    static_files.get_finders.__globals__["get_finder"].cache_clear()


def test_files_are_collected_once_until_one_changes(collected, tmp_path):
    assert static_files.collect_if_changed()
    assert not static_files.collect_if_changed()
    (tmp_path / "files" / "a.css").write_text("other")
    assert static_files.collect_if_changed()
    assert len(collected) == 2


def test_a_collection_that_broke_off_is_done_again(collected, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(static_files, "call_command", full)
        with pytest.raises(OSError, match="disk full"):
            static_files.collect_if_changed()
    assert static_files.collect_if_changed()
