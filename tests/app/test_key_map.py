import pytest
from PySide6.QtGui import QKeySequence

from desktop_app.app.key_map import clash, keys_of, parsed, shown_keys, usual_keys
from desktop_app.app.registry.spec import Place
from desktop_app.app.registry.table import ACTIONS

#: What a platform calls its standard keys is for the application to ask.
pytestmark = pytest.mark.usefixtures("qapp")

SPECS = {spec.name: spec for spec in ACTIONS}


def test_an_action_has_the_keys_it_comes_with_unless_others_were_chosen():
    spec = SPECS["play"]
    assert keys_of(spec, {}) == usual_keys(spec)
    assert shown_keys(keys_of(spec, {"play": ["F6", "not a key at all"]})) == "F6"
    assert keys_of(spec, {"play": []}) == []


def test_what_is_no_key_is_none():
    assert parsed("").isEmpty()
    assert parsed("Ctrl+J") == QKeySequence("Ctrl+J")


@pytest.mark.parametrize(
    ("key", "name", "chosen", "owner"),
    [
        ("Space", "forward", {}, "play"),
        ("Space", "play", {}, None),
        ("Space", "forward", {"play": ["F6"]}, None),
        ("F6", "forward", {"play": ["F6"]}, "play"),
        ("F6, F7", "forward", {"play": ["F6"]}, "play"),
        ("F6", "forward", {"play": ["F6, F7"]}, "play"),
    ],
)
def test_whose_a_key_is(key, name, chosen, owner):
    found = clash(QKeySequence(key), name, chosen)
    assert (found.name if found else None) == owner


def test_no_two_actions_come_with_keys_that_clash():
    for spec in ACTIONS:
        for key in usual_keys(spec):
            assert clash(key, spec.name, {}) is None, (spec.name, key.toString())


def test_a_change_of_keys_is_in_force_at_once(app_window):
    app_window.habits.change(keys={"play": ["F6"]})
    action = app_window.actions_by_name["play"]
    assert action.shortcut() == QKeySequence("F6")
    assert "F6" in action.toolTip()
    app_window.habits.change(keys={})
    assert action.shortcuts() == usual_keys(SPECS["play"])


@pytest.mark.parametrize(
    ("key", "name", "owner"),
    [
        ("S", "show_next", "show_swap"),
        ("Ctrl+L", "show_next", "live_launch"),
        ("F5", "show_next", "show_from_start"),
        ("L", "show_next", "show_laser"),
        ("L", "play", "loop_slice"),
        ("K", "play", None),
        ("[", "show_next", None),
        ("K", "live_launch", "show_play"),
    ],
)
def test_a_key_may_do_one_thing_in_the_window_and_another_in_a_presentation(key, name, owner):
    found = clash(QKeySequence(key), name, {})
    assert (found.name if found else None) == owner


def test_what_a_presentation_is_switched_with_is_not_done_again_while_a_key_is_held(app_window):
    repeats = {spec.name for spec in ACTIONS if spec.place is Place.SHOW and spec.repeats}
    assert "show_forward" in repeats
    assert not repeats & {"show_next", "show_black", "show_end", "show_freeze"}
    for name, action in app_window.actions_by_name.items():
        assert action.autoRepeat() == SPECS[name].repeats
