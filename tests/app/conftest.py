import pytest

from desktop_app.app.main_window import MainWindow
from tests.scenarios import program, scenario


@pytest.fixture
def recent_store(tmp_path):
    return tmp_path / "state" / "recent.json"


@pytest.fixture
def window(qtbot, recent_store):
    """A window that is on screen with its timeline built, and nothing open."""
    window = MainWindow(recent_store)
    qtbot.addWidget(window, before_close_func=lambda window: window.documents.discard())
    with qtbot.waitSignal(window.first_painted):
        window.show()
    return window


@pytest.fixture
def app_window(qtbot, window):
    """The same with the example open and known to its end."""
    window.documents.load(scenario(program()), None)
    qtbot.waitUntil(lambda: window.session.trace.finished)
    return window
