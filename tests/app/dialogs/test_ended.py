from PySide6.QtGui import QGuiApplication

from desktop_app.app.dialogs import ended
from desktop_app.app.dialogs.ended import EndedDialog


def test_coreloom_can_be_started_again(qtbot, tmp_path, monkeypatch):
    started = []
    (tmp_path / "coreloom.log").touch()
    monkeypatch.setattr(ended.QProcess, "startDetached", lambda program, arguments: started.append(program))
    dialog = EndedDialog("Fatal Python error", tmp_path / "coreloom.log", can_start=True)
    qtbot.addWidget(dialog)
    assert "Fatal Python error" in dialog.text.toPlainText()
    assert dialog.folder.isEnabled()
    dialog.copy.click()
    assert "Fatal Python error" in QGuiApplication.clipboard().text()
    dialog.again.click()
    assert len(started) == 1


def test_where_it_runs_it_is_not_started(qtbot, tmp_path):
    dialog = EndedDialog("Fatal Python error", tmp_path / "coreloom.log", can_start=False)
    qtbot.addWidget(dialog)
    assert not hasattr(dialog, "again")
    assert not dialog.folder.isEnabled()  # there is no log
    assert "last time" in dialog.heading.text()
    dialog.show()
    dialog.leave.click()
    assert not dialog.isVisible()
