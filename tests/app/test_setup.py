import pytest
from PySide6.QtWidgets import QDialog

from desktop_app.app.setup import ask_machine

#: The offscreen platform says of every window with a minimum size that it cannot tell a window manager.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def dialog(app_window):
    return ask_machine(app_window, app_window.session, app_window.documents)


def test_what_is_accepted_is_run(app_window, dialog):
    dialog.cores.setValue(3)
    dialog.accept()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert app_window.session.scenario.machine.cores == 3
    assert app_window.isWindowModified()


def test_what_cannot_be_run_is_said_in_the_dialog_and_can_be_mended(app_window, dialog):
    before = app_window.session.scenario
    dialog.policy.setCurrentIndex(dialog.policy.findData("mlfq"))
    dialog.options.control("quantum").setText("1ms, 2ms, 4ms")
    dialog.options.control("queues").setText("2")
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.problem.startswith("scheduler.quantum is")
    assert not dialog.ok_button.isEnabled()
    assert app_window.session.scenario == before
    dialog.options.control("queues").setText("3")
    assert dialog.ok_button.isEnabled()
    dialog.accept()
    assert not dialog.isVisible()
    assert app_window.session.scenario.scheduler.options["queues"] == 3
