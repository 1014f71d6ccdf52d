import pytest

from desktop_app.app.habits import Habits
from desktop_app.app.playhead import FRAME_MS, Playhead
from desktop_app.app.power import SAVING_FRAME_MS, PowerWatch, on_battery


def supply(folder, name, **values):
    place = folder / name
    place.mkdir(exist_ok=True)
    for key, value in values.items():
        (place / key).write_text(f"{value}\n")


def battery(folder, status):
    supply(folder, "BAT0", type="Battery", status=status)


@pytest.mark.parametrize(
    ("online", "status", "expected"),
    [("1", "Discharging", False), ("0", "Discharging", True), ("0", "Full", False), ("0", "Charging", False)],
)
def test_it_runs_on_battery_when_that_is_discharged_without_mains(tmp_path, online, status, expected):
    supply(tmp_path, "AC", type="Mains", online=online)
    battery(tmp_path, status)
    assert on_battery(tmp_path) is expected


def test_the_battery_of_a_mouse_does_not_count(tmp_path):
    supply(tmp_path, "hid-0", type="Battery", scope="Device", status="Discharging")
    assert not on_battery(tmp_path)


def test_a_computer_that_says_nothing_runs_on_mains(tmp_path):
    assert not on_battery(tmp_path / "missing")
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "type").write_bytes(b"\xff\xfe")
    assert not on_battery(tmp_path)


def test_while_playing_on_battery_pictures_come_less_often_unless_all_are_wanted(qapp, tmp_path):
    battery(tmp_path, "Discharging")
    playhead, habits = Playhead(), Habits(None)
    PowerWatch(playhead, habits, playhead, tmp_path)
    playhead.set_speed(1)
    playhead.set_range(0, 10**9, ends=True)
    assert playhead.frame_ms == FRAME_MS
    playhead.play()
    assert playhead.frame_ms == SAVING_FRAME_MS
    habits.change(save_battery=False)
    assert playhead.frame_ms == FRAME_MS
    habits.change(save_battery=True)
    supply(tmp_path, "AC", type="Mains", online="1")
    playhead.pause()
    playhead.play()
    assert playhead.frame_ms == FRAME_MS
    playhead.pause()
