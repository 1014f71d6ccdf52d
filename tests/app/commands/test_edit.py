import pytest
from PySide6.QtGui import QAction

from desktop_app.app.commands.edit import EditCommands
from desktop_app.app.history import ScenarioChange, new_history
from tests.scenarios import bursts, scenario

ONE, TWO = scenario(bursts("cpu 1ms")), scenario(bursts("cpu 2ms"))


@pytest.fixture
def attached(qapp):
    history = new_history(qapp)
    undo, redo = QAction("&Undo"), QAction("&Redo")
    commands = EditCommands(history, qapp)
    commands.attach(undo, redo)
    yield history, undo, redo
    history.clear()
    commands.deleteLater()


def test_the_actions_say_what_they_would_do(attached):
    history, undo, redo = attached
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    history.push(ScenarioChange("Kill a & b", ONE, TWO, lambda _scenario: None))
    assert undo.isEnabled()
    assert undo.text() == "&Undo Kill a && b"
    history.undo()
    assert (undo.text(), undo.isEnabled()) == ("&Undo", False)
    assert (redo.text(), redo.isEnabled()) == ("&Redo Kill a && b", True)
