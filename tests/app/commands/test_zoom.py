from PySide6.QtCore import Qt

from desktop_app.model.camera import KEYED_STOPS
from desktop_app.views.stage.options import ByteForm


def test_the_keys_1_to_5_go_to_the_stops(app_window, qtbot):
    app_window.actions_by_name["reduce_motion"].trigger()  # then the camera is there at once
    app_window.playhead.go_to(400_000)
    for key, stop in zip(
        (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5), KEYED_STOPS, strict=True
    ):
        qtbot.keyClick(app_window, key)
        assert app_window.stage.camera.stop is stop


def test_the_running_thread_is_followed_and_let_go(app_window, qtbot):
    app_window.playhead.go_to(400_000)
    qtbot.keyClick(app_window, Qt.Key.Key_F)
    assert app_window.following.followed == 0
    assert not app_window.stage.camera.whole
    qtbot.keyClick(app_window, Qt.Key.Key_F)
    assert app_window.following.followed is None


def test_nobody_runs_nobody_is_followed(app_window):
    app_window.actions_by_name["end"].trigger()
    app_window.actions_by_name["follow"].trigger()
    assert app_window.following.followed is None


def test_nearer_and_farther(app_window):
    app_window.playhead.go_to(400_000)
    app_window.actions_by_name["zoom_in"].trigger()
    assert not app_window.stage.camera.whole
    app_window.actions_by_name["zoom_out"].trigger()
    assert app_window.stage.camera.whole


def test_bytes_are_written_as_one_likes(app_window, qtbot):
    assert app_window.stage.options.bytes_as is ByteForm.BITS
    qtbot.keyClick(app_window, Qt.Key.Key_B)
    assert app_window.stage.options.bytes_as is ByteForm.HEX
    assert not app_window.actions_by_name["binary_bytes"].isChecked()


def test_another_document_is_seen_as_a_whole(app_window):
    app_window.playhead.go_to(400_000)
    app_window.actions_by_name["stop_3"].trigger()
    assert not app_window.stage.camera.whole
    app_window.documents.load(app_window.session.scenario, None)
    assert app_window.stage.camera.whole
