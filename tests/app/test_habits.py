from desktop_app.app.habits import Habits
from desktop_app.storage.preferences import read_preferences


def test_many_changes_are_written_once_and_come_back(qtbot, tmp_path):
    store = tmp_path / "preferences.json"
    habits = Habits(store)
    heard = []
    habits.changed.connect(lambda: heard.append(habits.now))
    habits.change(appearance="light")
    habits.change(appearance="light")
    habits.change(slow_at_switches=True)
    assert len(heard) == 2
    assert not store.exists()
    qtbot.waitUntil(store.exists)
    assert read_preferences(store).preferences == habits.now
    assert Habits(store).now.slow_at_switches


def test_without_a_place_nothing_is_written(qtbot):
    habits = Habits(None)
    habits.change(appearance="dark")
    habits.write()
    assert habits.now.appearance == "dark"


def test_a_place_that_cannot_be_written_is_no_reason_to_stop(qtbot, tmp_path):
    (tmp_path / "file").write_text("")
    habits = Habits(tmp_path / "file" / "preferences.json")
    failed = []
    habits.failed.connect(failed.append)
    for colours in ("dark", "light", "dark"):
        habits.change(appearance=colours)
        habits.write()
    assert len(failed) == 1
    assert habits.now.appearance == "dark"


def test_settings_that_cannot_be_read_are_not_written_over(qtbot, tmp_path):
    store = tmp_path / "preferences.json"
    store.mkdir()
    habits = Habits(store)
    habits.change(appearance="dark")
    habits.write()
    assert store.is_dir()
    assert str(store) in habits.problem
