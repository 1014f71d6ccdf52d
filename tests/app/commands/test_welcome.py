import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget

from desktop_app.app.gallery import GalleryDialog
from desktop_app.app.main_window import MainWindow
from desktop_app.storage.gallery import gallery
from desktop_app.storage.preferences import Preferences, read_preferences, write_preferences
from desktop_app.storage.resources import resource_path
from tests.scenarios import program, scenario


@pytest.fixture
def store(tmp_path):
    return tmp_path / "preferences.json"


@pytest.fixture
def new_window(qtbot, recent_store, store):
    """Makes windows as starts without a file do, with the example of the page in its place."""

    def made():
        window = MainWindow(recent_store, preferences=store)
        qtbot.addWidget(window, before_close_func=lambda window: window.documents.discard())
        window.documents.load(scenario(program()), None)
        if window.welcome.wanted:
            window.welcome.come_with_window()
        with qtbot.waitSignal(window.first_painted):
            window.show()
        return window

    return made


def test_it_comes_until_it_was_closed_and_no_layout_remembers_it(new_window):
    window = new_window()
    assert window.welcome.page.isVisible()
    assert window.stage.isVisible()
    assert window.findChild(QDockWidget, "dock_welcome").titleBarWidget().sizeHint().height() == 0
    window.close()  # that is no answer
    again = new_window()
    again.welcome.page.close_button.click()
    assert again.welcome.page is None
    dock = again.findChild(QDockWidget, "dock_welcome")
    assert dock is None or dock.isHidden()


@pytest.mark.parametrize("every", [False, True])
def test_it_comes_at_every_start_where_somebody_wants_that(new_window, store, every):
    write_preferences(store, Preferences(welcomed=True, welcome_at_start=every))
    window = new_window()
    assert (window.welcome.page is not None) is every
    if every:
        window.welcome.page.every_start.click()
        window.habits.write()
    assert not read_preferences(store).preferences.welcome_at_start


def test_escape_closes_it_and_keys_move_time_meanwhile(qtbot, new_window):
    window = new_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.focusWidget() is window.stage
    qtbot.keyClick(window, Qt.Key.Key_Right)
    assert window.playhead.t_ns > 0
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert window.playhead.playing
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.welcome.page is None


def test_tab_and_f6_go_from_the_stage_to_it(qtbot, new_window):
    window = new_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window.stage, Qt.Key.Key_Tab)
    assert window.focusWidget() is window.welcome.page.cards[0]
    window.stage.setFocus()
    window.actions_by_name["next_area"].trigger()
    assert window.welcome.page.isAncestorOf(window.focusWidget())
    window.welcome.close()
    assert window.focusWidget() is window.stage


def test_the_example_plays_again_until_somebody_does_something_else(qtbot, new_window):
    window = new_window()
    welcome, playhead = window.welcome, window.playhead
    qtbot.waitUntil(lambda: window.session.whole)
    playhead.go_to(window.session.end_ns - 1)
    playhead.play()
    playhead.advance(10**9)
    assert not playhead.playing
    assert welcome._timer.isActive()
    welcome._timer.timeout.emit()
    assert playhead.playing
    assert playhead.t_ns == 0
    playhead.pause()
    assert not welcome._timer.isActive()
    playhead.go_to(window.session.end_ns)
    playhead.go_to(0)  # somebody went elsewhere meanwhile
    welcome._timer.timeout.emit()
    assert not playhead.playing


def test_less_motion_is_one_run(qtbot, new_window):
    window = new_window()
    window.habits.change(reduce_motion=True)
    qtbot.waitUntil(lambda: window.session.whole)
    window.playhead.go_to(window.session.end_ns - 1)
    window.playhead.play()
    window.playhead.advance(10**9)
    assert not window.welcome._timer.isActive()


def test_whatever_is_opened_takes_its_place(app_window):
    welcome = app_window.welcome
    app_window.actions_by_name["welcome"].trigger()
    assert welcome.page.cards[0].hasFocus() or app_window.focusWidget() is welcome.page.cards[0]
    app_window.documents.open(resource_path("programs/squares.py"))
    assert welcome.page is None
    app_window.actions_by_name["welcome"].trigger()
    welcome.page.cards[0].click()
    assert welcome.page is None
    assert app_window.lessons.player.lesson.title.startswith("From x = 10")
    app_window.actions_by_name["welcome"].trigger()  # beside a lesson it lies over that one's panel
    assert app_window.welcome.page.isVisible()
    assert app_window.docks.docks["lesson"] in app_window.tabifiedDockWidgets(welcome.page.parentWidget())


def test_the_other_cards_do_what_the_menus_do(app_window, monkeypatch):
    triggered = []
    app_window.actions_by_name["welcome"].trigger()
    for name in ("lessons", "open", "differences"):
        action = app_window.actions_by_name[name]
        action.triggered.disconnect()
        action.triggered.connect(lambda _checked=False, name=name: triggered.append(name))
    for card in app_window.welcome.page.cards:
        if card.offer.name not in {"first_lesson", "examples", "present"}:
            card.click()
    assert triggered == ["lessons", "open", "differences"]


def test_the_card_of_examples_shows_examples_and_no_lessons(app_window):
    app_window.actions_by_name["welcome"].trigger()
    next(card for card in app_window.welcome.page.cards if card.offer.name == "examples").click()
    dialog = app_window.findChild(GalleryDialog)
    assert dialog.windowTitle() == "Examples"
    assert dialog.model.rowCount() == len(gallery())
    dialog.reject()


def test_a_lesson_is_chosen_and_presented(app_window, monkeypatch):
    began = []
    monkeypatch.setattr(app_window.presentation, "begin", lambda *, from_start: began.append(from_start))
    app_window.actions_by_name["welcome"].trigger()
    app_window.welcome._choose("present")
    dialog = app_window.findChild(GalleryDialog)
    assert dialog.open_button.text() == "&Present"
    dialog.accept()
    assert began == [True]
    assert app_window.lessons.player.lesson is not None


def test_it_tells_the_keys_that_the_user_gave(app_window):
    app_window.habits.change(keys={"play": ["P"], "back": []})
    app_window.actions_by_name["play"].setShortcut("P")
    app_window.actions_by_name["back"].setShortcut("")
    assert app_window.welcome._keys()[:2] == [("P", "Play or pause"), ("→", "One instruction back or forward")]
