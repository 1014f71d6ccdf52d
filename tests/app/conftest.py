from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QWidget

from desktop_app.app.documents import Documents
from desktop_app.app.main_window import MainWindow
from desktop_app.app.playhead import Playhead
from desktop_app.app.session import Session
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


@pytest.fixture
def desk(qtbot, recent_store):
    """What a document needs, without all that a window shows of it; nothing is open."""
    widget = QWidget()
    qtbot.addWidget(widget)
    session = Session(Playhead(widget), widget)
    documents = Documents(session, recent_store, widget)
    refused = []
    documents.refused.connect(lambda title, text: refused.append(f"{title}: {text}"))
    yield SimpleNamespace(widget=widget, session=session, documents=documents, refused=refused)
    session.close()
