import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.errors import FileError
from desktop_app.storage.preferences import Preferences, preferences_path, read_preferences, write_preferences


@pytest.fixture
def store(tmp_path):
    return tmp_path / "config" / "preferences.json"


def test_nothing_remembered_is_the_usual(store):
    assert read_preferences(store) == Preferences()


def test_what_is_remembered_comes_back(store):
    kept = Preferences(appearance="light", reduce_motion=True, keys={"play": ["F6", "P"]}, layout="AAAA")
    write_preferences(store, kept)
    assert read_preferences(store) == kept


@pytest.mark.parametrize("text", ["", "[]", '{"appearance": "pink"}', '{"keys": {"play": [1]}}', "[" * 100_000])
def test_a_damaged_file_is_put_aside_and_not_lost(store, text):
    store.parent.mkdir()
    store.write_text(text)
    assert read_preferences(store) == Preferences()
    assert store.with_name("preferences.json.damaged").read_text() == text


def test_what_a_later_version_remembers_is_no_damage(store):
    store.parent.mkdir()
    store.write_text('{"appearance": "dark", "hologram": true}')
    assert read_preferences(store) == Preferences(appearance="dark")


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "config").write_text("a file")
    with pytest.raises(FileError):
        write_preferences(tmp_path / "config" / "preferences.json", Preferences())


@given(st.binary(max_size=200))
def test_no_bytes_do_harm(tmp_path_factory, data):
    store = tmp_path_factory.mktemp("any") / "preferences.json"
    store.write_bytes(data)
    assert isinstance(read_preferences(store), Preferences)


def test_they_are_kept_with_the_users_settings():
    assert preferences_path().name == "preferences.json"
