from dataclasses import replace

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop_app.app.lecture.recording import record
from desktop_app.model.bookmark import Bookmark
from desktop_app.model.errors import FileError
from desktop_app.model.lesson import MAX_STEPS
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.storage.lesson_file import read_lesson
from tests.scenarios import program, scenario

MS = 1_000_000
MARKED = replace(
    scenario(program()),
    bookmarks=(Bookmark(at_ns=MS // 2, name="z gets its *value*"), Bookmark(at_ns=MS // 5)),
    actions=(Action(at_ns=MS // 4, kind=ActionKind.LAUNCH, process="app.py"),),
)


def test_bookmarks_become_steps_with_all_live_actions(tmp_path):
    record(MARKED, tmp_path / "mine.md")
    lesson = read_lesson(tmp_path / "mine.md")
    assert [step.caption.text for step in lesson.steps] == ["At 0.20 ms", "z gets its *value*"]
    assert [step.begin.shift_ns for step in lesson.steps] == [MS // 5, MS // 2]
    assert lesson.steps[0].scenario.actions == MARKED.actions
    assert lesson.steps[0].scenario is lesson.steps[1].scenario


def test_no_scenario_that_is_there_is_replaced(tmp_path):
    (tmp_path / "mine.coreloom").write_text("precious")
    record(MARKED, tmp_path / "mine.md")
    assert (tmp_path / "mine.coreloom").read_text() == "precious"
    assert read_lesson(tmp_path / "mine.md").steps[0].scenario.source.endswith("mine-2.coreloom")


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileError):
        record(MARKED, tmp_path / "nowhere" / "mine.md")


def test_no_bookmark_is_left_out_silently(tmp_path):
    marks = tuple(Bookmark(at_ns=number) for number in range(MAX_STEPS + 1))
    with pytest.raises(FileError, match="it would have 201 steps"):
        record(replace(MARKED, bookmarks=marks), tmp_path / "mine.md")
    assert not list(tmp_path.iterdir())


def test_the_window_writes_it_and_opens_it(window, tmp_path, monkeypatch):
    window.documents.load(MARKED, None)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    window.actions_by_name["lesson_new"].trigger()
    assert window.lessons.player.lesson.file == str(tmp_path / "mine.corelesson")
    assert len(window.lessons.player.lesson.steps) == 2


def test_without_bookmarks_it_says_how_to_add_some(window):
    window.documents.load(scenario(program()), None)
    heard = []
    window.documents.refused.connect(lambda _title, text: heard.append(text))
    window.actions_by_name["lesson_new"].trigger()
    assert "Ctrl+B" in heard[0]
