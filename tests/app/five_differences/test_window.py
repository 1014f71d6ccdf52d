import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop_app.app.five_differences.window import DifferencesWindow
from desktop_app.model.errors import FileError
from desktop_app.teaching.differences.measuring import Measurements
from desktop_app.teaching.differences.table import TABLE
from desktop_app.views.stage.options import PLAIN
from desktop_app.views.theme import DARK, LIGHT


@pytest.fixture
def make(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.theme = DARK

    def made(measurements):
        return DifferencesWindow(measurements, lambda: parent.theme, lambda: PLAIN, parent)

    return made


@pytest.fixture
def window(make, measurements, qtbot):
    window = make(measurements)
    with qtbot.waitSignal(window.measured):
        window.show()
    window.preview.playhead.pause()
    return window


def test_it_measures_while_it_answers(make, qtbot):
    """Runs go on a slice at a time; what is chosen is shown as soon as it is measured."""
    window = make(Measurements(TABLE[:1]))
    assert window.preview.showing is None
    with qtbot.waitSignal(window.measured):
        window.show()
    assert window.preview.showing.title == window.chosen.title
    assert all(card.rows.figures for card in window.rows[0].cards)
    assert not any(card.rows.figures for card in window.rows[1].cards)


class Late(Measurements):
    """What was measured already, as if it still had to be."""

    def __init__(self, known):
        super().__init__()
        self._traces, self._figures = known._traces, known._figures
        self.done = False

    def steps(self):
        yield None
        yield from super().steps()
        self.done = True

    def measured(self, demonstration):
        return self.done and super().measured(demonstration)


def test_what_is_asked_for_early_comes_when_all_is_measured(make, measurements, qtbot):
    window = make(Late(measurements))
    window.show()
    heard = []
    window.lesson_requested.connect(lambda *what: heard.append(what))
    window.cards[1].play.click()
    assert heard == []  # nobody has to wait for that
    qtbot.waitUntil(lambda: bool(heard))
    lesson, index = heard[0]
    assert lesson.steps[index].title.startswith("Memory sharing, thread")


def test_every_cell_has_its_figures(window, measurements):
    for card in window.cards:
        expected = [figure for one in card.cell.demonstrations for figure in measurements.figures(one)]
        assert list(card.rows.figures) == expected


def test_arrow_keys_go_through_the_table(window, qtbot):
    steps = [
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 3),
        (Qt.Key.Key_Left, 2),
        (Qt.Key.Key_Left, 2),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Up, 0),
    ]
    window.cards[0].setFocus()
    for key, expected in steps:
        qtbot.keyClick(window.cards[window.cards.index(window._card)], key)
        assert window._card is window.cards[expected]
        assert window.cards[expected].hasFocus()
        assert window.preview.showing.title == window.chosen.title


def test_a_cell_out_of_sight_is_scrolled_to(window):
    window.resize(1000, 500)
    window.cards[-1].setFocus()
    card, area = window.cards[-1], window.scroller.viewport()
    top = card.mapTo(area, card.rect().topLeft()).y()
    assert 0 <= top < area.height()


def test_enter_shows_the_chosen_cell_on_the_stage(window, qtbot):
    window.cards[7].setFocus()
    with qtbot.waitSignal(window.lesson_requested) as caught:
        qtbot.keyClick(window.cards[7], Qt.Key.Key_Return)
    lesson, index = caught.args
    assert lesson.steps[index].scenario.title == "Starting a thread"
    with qtbot.waitSignal(window.lesson_requested) as again:
        window.preview.button.click()
    assert again.args == caught.args


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_button_is_pressed_by_keys(window, qtbot, key):
    window.rows[1].beside.setFocus()
    with qtbot.waitSignal(window.lesson_requested) as caught:
        qtbot.keyClick(window.rows[1].beside, key)
    lesson, index = caught.args
    assert lesson.steps[index].title == "Footprint: process and thread"


def test_escape_closes_it_and_it_opens_as_it_was(window, qtbot):
    window.cards[3].setFocus()
    qtbot.keyClick(window.cards[3], Qt.Key.Key_Escape)
    assert not window.isVisible()
    window.show()
    assert window.focusWidget() is window.cards[3]


def test_another_demonstration_of_a_cell_is_remembered(window, qtbot):
    window.cards[9].setFocus()
    window.preview.choice.setCurrentIndex(1)
    event = TABLE[4].cells[1].demonstrations[1]
    assert window.chosen is event
    window.cards[0].setFocus()
    window.cards[9].setFocus()
    assert window.chosen is event
    assert window.preview.choice.currentIndex() == 1
    with qtbot.waitSignal(window.lesson_requested) as caught:
        window.rows[4].beside.click()
    lesson, index = caught.args
    assert [side.title for side in lesson.steps[index].sides] == [
        "Process: Process.terminate()",
        f"Thread: {event.title}",
    ]


def test_every_control_is_reached_by_tab_and_has_a_name(window):
    for button in window.findChildren(QAbstractButton):
        if button.isVisibleTo(window) and button.parent() is not window.preview.stage.viewport():
            assert button.accessibleName() or button.text(), button
            if window.preview.stage.isAncestorOf(button) or window.preview.choice.isAncestorOf(button):
                continue
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus, button.accessibleName()
    assert all(card.focusPolicy() & Qt.FocusPolicy.TabFocus for card in window.cards)


def test_headings_stand_over_their_columns(window):
    for size in ((1480, 940), (1366, 700), (960, 500)):
        window.resize(*size)
        for head, card in zip(window._heads.values(), window.cards[:2], strict=True):
            left = head.mapTo(window, head.rect().topLeft()).x()
            assert abs(left - card.mapTo(window, card.rect().topLeft()).x()) <= 2
        assert window.preview.geometry().right() <= window.width()


def test_it_follows_the_windows_colours(window):
    before = window.grab().toImage()
    window.parent().theme = LIGHT
    window.apply_theme()
    assert window.grab().toImage() != before


def test_a_damaged_installation_is_said_to_be_one(make, monkeypatch, qtbot):
    def broken(_run):
        raise FileError("sharing.toml", "it belongs to Coreloom and is missing; install Coreloom again")

    monkeypatch.setattr("desktop_app.teaching.differences.measuring.scenario_of", broken)
    window = make(Measurements())
    window.show()
    qtbot.waitUntil(lambda: "install Coreloom again" in window._problem.text())
    played = []
    window.lesson_requested.connect(lambda *what: played.append(what))
    window.preview.button.click()
    window.rows[0].beside.click()
    assert played == []
