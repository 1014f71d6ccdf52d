from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop_app.app.dialogs.threads import ThreadsDialog
from desktop_app.model.machine import GilMode

#: The offscreen platform says of every window with a minimum size that it cannot tell a window manager.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def dialog(qtbot, scenario):
    dialog = ThreadsDialog(scenario)
    qtbot.addWidget(dialog)
    return dialog


def texts(dialog):
    return {label.text() for label in dialog.findChildren(QLabel)}


def test_untouched_it_gives_the_same_scenario(dialog, scenario):
    assert dialog.scenario() == scenario


def test_each_process_gets_its_threads(dialog, scenario):
    dialog.boxes[0].setValue(3)
    dialog.boxes[1].setValue(8)
    found = dialog.scenario()
    assert [process.threads for process in found.processes] == [3, 8]
    assert [process.threads for process in scenario.processes] == [2, 1]
    kept = zip(found.processes, scenario.processes, strict=True)
    assert all(replace(new, threads=old.threads) == old for new, old in kept)


def test_the_total_counts_launches_too(dialog):
    assert "5 threads in all: launches times threads, added up." in texts(dialog)
    dialog.boxes[0].setValue(10)
    assert "21 threads in all: launches times threads, added up." in texts(dialog)


def test_too_many_threads_in_all_are_refused(qtbot, scenario):
    many = replace(scenario, processes=(replace(scenario.processes[0], launches=1_000),))
    dialog = ThreadsDialog(many)
    qtbot.addWidget(dialog)
    assert dialog.ok_button.isEnabled()
    dialog.boxes[0].setValue(11)
    assert not dialog.ok_button.isEnabled()
    assert "at most 10000 threads in all" in dialog.problem


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (GilMode.GIL, "one thread of a process"),
        (GilMode.FREE_THREADED, "several cores"),
        (GilMode.ANY_INSTRUCTION, "not CPython"),
    ],
)
def test_it_says_what_the_gil_does_to_threads(qtbot, scenario, mode, words):
    dialog = ThreadsDialog(replace(scenario, machine=replace(scenario.machine, gil=mode)))
    qtbot.addWidget(dialog)
    assert any(words in text for text in texts(dialog))
    assert any("share its globals and have a stack each" in text for text in texts(dialog))


def test_digits_and_tab_reach_the_boxes(qtbot, dialog):
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    assert dialog.focusWidget() is dialog.boxes[0]
    qtbot.keyClicks(dialog.focusWidget(), "6")
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.boxes[1]
    qtbot.keyClick(dialog, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert dialog.focusWidget() is dialog.boxes[0]
    assert dialog.scenario().processes[0].threads == 6


def test_names_are_shown_as_they_are(qtbot, scenario):
    odd = replace(scenario, processes=(replace(scenario.processes[0], name="<b>R&D</b>"),))
    dialog = ThreadsDialog(odd)
    qtbot.addWidget(dialog)
    assert "&1  <b>R&&D</b>" in texts(dialog)
    assert dialog.boxes[0].accessibleName() == "Threads of <b>R&D</b>"


def test_what_it_does_not_show_stays_as_it_is(qtbot, rich):
    dialog = ThreadsDialog(rich)
    qtbot.addWidget(dialog)
    assert dialog.scenario() == rich
    assert "app.py, launched by an action" in texts(dialog)


def test_in_a_high_dialog_its_rows_stand_together_at_the_top(dialog):
    dialog.resize(900, 800)
    dialog.show()
    above = [box.mapTo(dialog, box.rect().topLeft()).y() for box in dialog.boxes]
    assert above[0] < 260
    assert all(later - earlier < 60 for earlier, later in pairwise(above))
