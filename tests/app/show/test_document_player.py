from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from desktop_app.model.bookmark import Bookmark
from tests.scenarios import program, scenario

K = Qt.Key


def opened(hall, source, *times, **fields):
    marks = tuple(Bookmark(at_ns=at_ns, name=f"At {at_ns}") for at_ns in times)
    hall.window.documents.load(replace(scenario(program(source), **fields), bookmarks=marks), None)


def test_a_program_that_never_ends_is_presented_at_once(hall):
    opened(hall, "while True:\n    pass\n", 500_000)
    hall.press(K.Key_F5)
    hall.qtbot.waitUntil(lambda: hall.audience.seen is not None)
    assert hall.window.playhead.t_ns >= 500_000
    assert hall.window.playhead.playing
    assert hall.window.playhead.stop_ns is None


def test_a_bookmark_at_the_end_of_the_run_stands_still(hall):
    opened(hall, "x = 1\n")
    hall.qtbot.waitUntil(lambda: hall.window.session.trace.finished)
    end_ns = hall.window.session.trace.known_until_ns
    opened(hall, "x = 1\n", 0, end_ns)
    hall.qtbot.waitUntil(lambda: hall.window.session.trace.finished)
    hall.press(K.Key_F5, K.Key_End)
    assert hall.window.playhead.t_ns == end_ns
    assert not hall.window.playhead.playing


def test_a_bookmark_behind_the_end_shows_the_end(hall):
    opened(hall, "x = 1\n", 10**12)
    hall.qtbot.waitUntil(lambda: hall.window.session.trace.finished)
    hall.press(K.Key_F5)
    assert hall.window.playhead.t_ns == hall.window.session.trace.known_until_ns


@pytest.mark.parametrize(("t_ns", "index"), [(0, 0), (200_000, 0), (699_999, 0), (700_000, 1), (900_000, 1)])
def test_from_here_is_the_step_of_the_moment(document, t_ns, index):
    document.window.playhead.go_to(t_ns)
    document.press(K.Key_F5, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert document.index == index


def test_the_show_is_over_when_another_document_is_opened(document):
    document.press(K.Key_F5)
    opened(document, "y = 2\n")
    assert not document.show.on
    assert document.window.session.scenario.processes[0].program.source == "y = 2\n"
