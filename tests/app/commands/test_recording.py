import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QMenu

from desktop_app.app.message import Message
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.bookmark import Bookmark
from desktop_app.model.errors import CoreloomError
from desktop_app.storage.recent import read_recent
from desktop_app.storage.trace_file.writing import write_trace
from tests.scenarios import program, scenario

REASON = "This is a recording: its run cannot be changed. Open its scenario to change it."
CHANGING = (
    "save",
    "save_as",
    "machine",
    "processes",
    "threads",
    "edit_program",
    "live_launch",
    "live_kill",
    "bookmark",
)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    path = tmp_path_factory.mktemp("runs") / "lab.coretrace"
    found = scenario(program("x = 1\ny = 2\nprint(x + y)\n", threads=2), cores=2)
    found = type(found)(
        **{name: getattr(found, name) for name in found.__slots__} | {"bookmarks": (Bookmark(at_ns=200_000, name="b"),)}
    )
    write_trace(simulate(found, BATCH_LIMITS).run(), found, path)
    return path


@pytest.fixture
def playing(window, recorded):
    assert window.documents.open(recorded)
    return window


def actions(window, names=CHANGING):
    return [window.actions_by_name[name] for name in names]


def test_a_recording_is_shown_as_it_ran(playing, recorded, recent_store):
    assert playing.windowTitle() == "lab.coretrace (recording)[*] – Coreloom"
    assert not playing.isWindowModified()
    assert list(read_recent(recent_store)) == [recorded]
    playing.actions_by_name["end"].trigger()
    assert playing.stage.snapshot.terminated
    assert playing.stage.snapshot.processes[0].output == "3\n3\n"
    playing.actions_by_name["bookmark_previous"].trigger()
    assert playing.playhead.t_ns == 200_000


def test_what_would_change_it_is_out_of_use_and_says_why(playing):
    for action in actions(playing):
        assert not action.isEnabled()
        assert REASON in action.toolTip()
    live = playing.findChild(QMenu, "Live")
    live.aboutToShow.emit()
    assert all(REASON in action.toolTip() for action in actions(playing, ("live_launch", "live_cores", "live_policy")))
    live.aboutToHide.emit()
    assert not any(action.isEnabled() for action in actions(playing))
    assert playing.findChild(QMenu, "Set up").toolTipsVisible()
    with pytest.raises(CoreloomError, match="cannot be changed"):
        playing.documents.change(scenario(program()))
    assert [action.text() for action in playing.live.menu(0).actions() if action.isEnabled() and action.text()] == [
        "&Follow P1·T1"
    ]


def test_its_scenario_is_opened_as_a_new_document(playing, qtbot):
    assert playing.recording.button.isVisible()
    qtbot.mouseClick(playing.recording.button, Qt.MouseButton.LeftButton)
    assert not playing.session.recorded
    assert playing.documents.path is None
    assert playing.isWindowModified()
    assert playing.windowTitle() == "test[*] – Coreloom"
    assert all(action.isEnabled() for action in actions(playing))
    assert playing.actions_by_name["machine"].toolTip() == "Cores, quantum, costs, policy (Ctrl+M)"
    assert not playing.actions_by_name["open_its_scenario"].isEnabled()
    assert not playing.recording.button.isVisible()
    playing.documents.change(scenario(program(), cores=3))
    playing.documents.history.undo()
    assert playing.session.scenario.processes[0].threads == 2


def test_a_damaged_file_is_refused_with_a_message_and_what_is_open_stays(playing, recorded, tmp_path):
    trace, broken = playing.session.trace, tmp_path / "broken.coretrace"
    data = recorded.read_bytes()
    broken.write_bytes(data[: len(data) // 2])
    assert not playing.documents.open(broken)
    assert playing.session.trace is trace
    shown = [label.text() for message in playing.findChildren(Message) for label in message.findChildren(QLabel)]
    assert any("it ends too early" in text for text in shown)


def test_one_that_is_dropped_is_opened(window, recorded):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(recorded))])
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, *none))
    assert window.session.recorded


def test_one_can_be_presented(playing):
    playing.presentation.begin(from_start=True)
    assert playing.presentation.player.stretch is not None
    playing.presentation.end()
    assert playing.session.recorded


def test_a_file_that_changes_meanwhile_is_nobodys_question(playing):
    assert playing.watch.files() == []
