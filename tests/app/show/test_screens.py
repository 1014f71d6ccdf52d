import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from desktop_app.app.show.screens import Screens

ROOT = Path(__file__).parents[3]
LEFT, RIGHT = [0, 0, 1024, 768], [1024, 0, 1280, 720]


def screens_of(home, *screens):
    owner = QObject()
    return Screens(lambda: home, owner, lambda: screens), owner


def test_the_console_stays_where_the_window_is(qapp):
    screens, _owner = screens_of("b", "a", "b", "c")
    assert (screens.stand.console, screens.stand.audience) == ("b", "c")
    assert screens.stand.apart


def test_they_are_swapped_and_swapped_back(qapp):
    screens, _owner = screens_of("a", "a", "b")
    changes = []
    screens.changed.connect(lambda: changes.append(screens.stand.console))
    screens.swap()
    screens.swap()
    assert changes == ["b", "a"]


def test_with_one_screen_both_are_there_and_nothing_is_swapped(qapp):
    screens, _owner = screens_of("a", "a")
    screens.swap()
    assert (screens.stand.console, screens.stand.audience, screens.stand.apart) == ("a", "a", False)


def test_a_window_on_a_screen_that_went_is_taken_for_one_on_the_first(qapp):
    screens, _owner = screens_of("gone", "a", "b")
    assert (screens.stand.console, screens.stand.audience) == ("a", "b")


def test_it_tells_when_screens_come_and_go_once_they_have_settled(qapp, qtbot):
    screens, _owner = screens_of("a", "a")
    changes = []
    screens.changed.connect(lambda: changes.append(1))
    with qtbot.waitSignal(screens.changed):
        qapp.screenAdded.emit(qapp.primaryScreen())
        qapp.screenRemoved.emit(qapp.primaryScreen())
    assert changes == [1]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What a presentation on two screens showed, the second of which was unplugged and plugged in again."""
    folder = tmp_path_factory.mktemp("screens")
    screens = [
        {"name": name, "x": x, "y": y, "width": wide, "height": high, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        for name, (x, y, wide, high) in (("one", LEFT), ("two", RIGHT))
    ]
    file = folder / "screens.json"
    file.write_text(json.dumps({"screens": screens}))
    done = subprocess.run(
        [sys.executable, "-m", "tests.app.show.two_screens", str(folder / "recent.json")],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={file}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_with_two_screens_the_audiences_picture_fills_the_second(told):
    assert (told["two"]["audience"], told["two"]["console"], told["two"]["front"]) == (RIGHT, LEFT, "console")


def test_s_swaps_them(told):
    assert (told["swapped"]["audience"], told["swapped"]["console"]) == (LEFT, RIGHT)


def test_unplugging_a_screen_loses_nothing(told):
    before, after = told["two"], told["unplugged"]
    assert (after["audience"], after["console"], after["front"]) == (LEFT, None, "audience")
    assert (after["step"], after["caption"]) == (before["step"], before["caption"])


def test_with_one_screen_a_key_shows_the_console_over_the_picture(told):
    assert (told["console"]["console"], told["console"]["front"]) == (LEFT, "console")
    assert told["console"]["step"] == 2


def test_plugging_it_in_brings_the_picture_back_to_it(told):
    after = told["plugged"]
    assert (after["audience"], after["console"], after["front"], after["step"]) == (RIGHT, LEFT, "console", 2)
    assert told["left"] == [False, True]
