import json
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.errors import FileError
from desktop_app.storage.preferences import (
    VERSION,
    Preferences,
    StoredPreferences,
    preferences_path,
    read_preferences,
    write_preferences,
)


@pytest.fixture
def store(tmp_path):
    return tmp_path / "config" / "preferences.json"


def test_nothing_remembered_is_the_usual(store):
    assert read_preferences(store) == StoredPreferences(preferences=Preferences())


def test_what_is_remembered_comes_back(store):
    kept = Preferences(appearance="light", reduce_motion=True, keys={"play": ["F6", "P"]}, layout="AAAA")
    write_preferences(store, kept)
    assert read_preferences(store).preferences == kept
    if sys.platform != "win32":
        assert stat.S_IMODE(store.stat().st_mode) == 0o600
        assert stat.S_IMODE(store.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("text", ["", "[]", '{"appearance": "pink"}', '{"keys": {"play": [1]}}', "[" * 100_000])
def test_a_damaged_file_is_put_aside_and_not_lost(store, text):
    store.parent.mkdir()
    store.write_text(text)
    found = read_preferences(store)
    assert found.preferences == Preferences()
    assert found.is_safe
    assert "kept as preferences.json.damaged" in found.problem
    assert store.with_name("preferences.json.damaged").read_text() == text


def test_what_a_later_version_remembers_is_no_damage(store):
    store.parent.mkdir()
    store.write_text('{"appearance": "dark", "hologram": true}')
    assert read_preferences(store) == StoredPreferences(preferences=Preferences(appearance="dark"))


def test_a_file_that_a_later_version_puts_together_otherwise_is_kept_aside(store):
    store.parent.mkdir()
    text = json.dumps({"version": VERSION + 1, "appearance": {"hologram": "blue"}})
    store.write_text(text)
    found = read_preferences(store)
    assert found.preferences == Preferences()
    assert "later version" in found.problem
    assert store.with_name(f"preferences.json.version-{VERSION + 1}").read_text() == text
    write_preferences(store, Preferences())
    assert json.loads(store.read_text())["version"] == VERSION


def test_what_cannot_be_read_or_put_aside_stays_as_it_is(store, monkeypatch):
    store.mkdir(parents=True)
    found = read_preferences(store)
    assert (found.preferences, found.is_safe) == (Preferences(), False)
    store.rmdir()
    store.write_text("damaged")

    def refuse(*_names):
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refuse)
    found = read_preferences(store)
    assert not found.is_safe
    assert "stays as it is" in found.problem
    assert store.read_text() == "damaged"


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "config").write_text("a file")
    with pytest.raises(FileError):
        write_preferences(tmp_path / "config" / "preferences.json", Preferences())


@given(st.binary(max_size=200))
def test_no_bytes_do_harm(tmp_path_factory, data):
    store = tmp_path_factory.mktemp("any") / "preferences.json"
    store.write_bytes(data)
    assert isinstance(read_preferences(store).preferences, Preferences)


def test_they_are_kept_with_the_users_settings():
    assert preferences_path().name == "preferences.json"
