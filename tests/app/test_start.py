import gc
from dataclasses import replace
from math import prod
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from desktop_app.app.application import AskedFiles
from desktop_app.app.start import _open_asked_files, _open_source, collect_seldom, is_asking
from desktop_app.model.errors import LessonError
from desktop_app.storage.resources import resource_path
from tests.storage.lessons import lesson_text, step_text, with_files


def test_what_there_is_when_the_window_has_painted_is_not_looked_through_again():
    before = gc.get_threshold()
    gc.disable()
    try:
        collect_seldom()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 1_000
        assert prod(gc.get_threshold()) > prod(before)
    finally:
        gc.enable()
        gc.set_threshold(*before)
        gc.unfreeze()


def test_a_lesson_is_opened_at_its_first_step(window, tmp_path):
    path = with_files(tmp_path) / "lesson.md"
    path.write_text(lesson_text(step_text()))
    _open_source(window, path, lambda scenario: scenario)
    assert window.lessons.player.lesson.file == str(path)
    window._menu("File").aboutToShow.emit()
    assert window._recent.isEnabled()
    assert window._recent.actions()[0].text() == "lesson.md"
    path.write_text("# nothing\n")
    with pytest.raises(LessonError, match="line 1"):
        _open_source(window, path, lambda scenario: scenario)


def test_options_change_what_is_opened(window):
    path = resource_path("programs/app.py")
    _open_source(window, path, lambda scenario: replace(scenario, seed=7))
    assert window.session.scenario.seed == 7


def test_files_that_the_system_wants_to_be_opened_are_opened(window, qtbot):
    app = SimpleNamespace(asked_files=AskedFiles(window))
    app.asked_files.take(str(resource_path("scenarios/two-processes.toml")))
    app.asked_files.take(str(resource_path("programs/app.py")))
    _open_asked_files(app, window)
    with qtbot.waitSignal(app.asked_files.asked):
        window.first_painted.emit()
    assert is_asking()
    message = QApplication.activeModalWidget()
    assert "One scenario at a time" in {label.text() for label in message.findChildren(QLabel)}
    message.reject()
    with qtbot.waitSignal(app.asked_files.asked):
        app.asked_files.take(str(resource_path("scenarios/two-processes.toml")))
    assert window.documents.path == resource_path("scenarios/two-processes.toml")
