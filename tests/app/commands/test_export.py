import sys

import pytest
from PySide6.QtCore import Qt

from desktop_app.app.exporting.dialog import ExportDialog
from desktop_app.app.message import Message
from desktop_app.views.question import Button

#: Writes what it is told to, or complains, by the name of its target.
_CHILD = """
import json, pathlib, sys
target = pathlib.Path(sys.argv[2])
print(json.dumps({"done": 0, "total": 4, "seconds": 0}), flush=True)
if target.stem == "wait":
    sys.stdin.readline()
    sys.exit(2)
if target.stem == "full":
    sys.stderr.write("coreloom: full.png: there is no space left for it\\n")
    sys.exit(2)
target.write_text("done")
print(json.dumps({"done": 4, "total": 4, "seconds": 1}), flush=True)
print(json.dumps({"written": [str(target)], "bytes": 400}), flush=True)
"""


@pytest.fixture
def exporting(qtbot, app_window, tmp_path):
    """Return a function that exports to a file by the dialog, with a child that encodes nothing."""
    app_window.export.command = lambda words: [sys.executable, "-I", "-S", "-c", _CHILD, *words]
    app_window.habits.change(export_folder=str(tmp_path), exported="png")

    def export(name):
        qtbot.keyClick(app_window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        dialog = app_window.findChild(ExportDialog)
        dialog.target.edit.setText(str(tmp_path / name))
        dialog.export.click()
        return app_window.export.exports.all[-1]

    return export


def test_a_picture_is_written_and_what_it_took_is_remembered(qtbot, app_window, exporting, tmp_path, monkeypatch):
    export = exporting("app.png")
    qtbot.waitUntil(lambda: export.outcome is not None)
    assert (tmp_path / "app.png").read_text() == "done"
    assert app_window.habits.now.export_rates[export.order.key].item_bytes == 100
    assert app_window.statusBar().isVisible()
    opened = []
    monkeypatch.setattr("desktop_app.app.exporting.revealing.QDesktopServices.openUrl", opened.append)
    row = app_window.export.strip.rows[export]
    row.open.click()
    assert opened[0].toLocalFile() == str(tmp_path / "app.png")
    assert "is here" in app_window.findChild(Message).body.text()  # nothing took it
    row.folder.click()
    assert opened[1].toLocalFile() == str(tmp_path)
    app_window.set_theme(app_window.theme)
    row.away.click()
    assert not app_window.statusBar().isVisible()


def test_a_failure_says_why_and_all_settings_are_still_there(qtbot, app_window, exporting):
    export = exporting("full.png")
    qtbot.waitUntil(lambda: app_window.findChild(Message) is not None)
    assert "no space left" in app_window.findChild(Message).body.text()
    app_window.findChild(Message).accept()
    app_window.export.strip.rows[export].again.click()
    dialog = app_window.findChild(ExportDialog)
    assert (dialog.formats.form.name, dialog.target.path.name) == ("png", "full.png")
    dialog.reject()


def test_closing_the_window_while_something_is_written_asks(qtbot, app_window, exporting, tmp_path, monkeypatch):
    export = exporting("wait.png")
    qtbot.waitUntil(lambda: export.total == 4)
    asked = []
    answers = [Button.Cancel, Button.Close]
    monkeypatch.setattr(
        "desktop_app.app.commands.export.ask", lambda *words: asked.append(words[2]) or answers[len(asked) - 1]
    )
    app_window.documents.discard()
    assert not app_window.close()
    assert export.outcome is None
    assert app_window.close()
    assert "wait.png" in asked[0]
    assert export.outcome.end.value == "cancelled"
    assert not (tmp_path / "wait.png").exists()


def test_without_anything_open_there_is_nothing_to_export(window):
    window.actions_by_name["export"].trigger()
    assert window.findChild(ExportDialog) is None


def test_a_documents_folder_is_where_its_exports_go_first(app_window, tmp_path):
    assert app_window.export._opened().folder is None
    program = tmp_path / "mine.py"
    program.write_text("x = 1\n")
    app_window.documents.open(program)
    assert app_window.export._opened().folder == tmp_path
