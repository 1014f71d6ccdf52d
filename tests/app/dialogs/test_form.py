from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from desktop_app.app.dialogs.form import (
    CheckedEdit,
    ChoiceBox,
    CountBox,
    Fields,
    NumberEdit,
    SetupDialog,
    fit_on_screen,
    plain,
    plain_label,
)
from desktop_app.storage.limits import QUANTUM

#: The offscreen platform says of every window with a minimum size that it cannot tell a window manager.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def wheel_event(notches: int) -> QWheelEvent:
    return QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip


def test_a_text_is_checked_at_every_key(qtbot):
    edit = NumberEdit("1ms", QUANTUM.parse)
    qtbot.addWidget(edit)
    assert (edit.problem, edit.value(), edit.property("invalid")) == ("", 1_000_000, False)
    with qtbot.waitSignal(edit.checked, timeout=1_000):
        qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.problem == QUANTUM.expected
    assert edit.property("invalid") is True
    with pytest.raises(ValueError, match="a duration"):
        edit.value()
    qtbot.keyClicks(edit, "s")
    assert edit.problem == ""
    assert edit.property("invalid") is False


def test_a_row_says_what_is_wrong_in_place_of_its_hint(qtbot):
    fields = Fields("Hardware")
    qtbot.addWidget(fields)
    edit = NumberEdit("1ms", QUANTUM.parse)
    row = fields.add("&Quantum", edit, "The longest time.")
    assert row.text == edit.toolTip() == "The longest time."
    edit.setText("soon")
    assert row.text == f"Expected {QUANTUM.expected}."
    assert edit.accessibleDescription() == row.text
    edit.setText("2ms")
    assert row.text == "The longest time."


def test_a_row_gives_its_control_a_label_and_a_name(qtbot):
    fields = Fields("Hardware")
    qtbot.addWidget(fields)
    box = CountBox(1, 1, 64)
    fields.add("&Cores", box, "How many.")
    assert box.accessibleName() == "Cores"
    assert [label.text() for label in fields.findChildren(QLabel) if label.buddy() is box] == ["&Cores"]


@pytest.mark.parametrize("make", [lambda: CountBox(5, 1, 9), lambda: _choice(1)])
def test_the_wheel_changes_nothing_that_has_no_focus(qtbot, make):
    control = make()
    qtbot.addWidget(control)
    before = _state(control)
    event = wheel_event(1)
    control.wheelEvent(event)
    assert _state(control) == before
    assert not event.isAccepted()


@pytest.mark.parametrize("make", [lambda: CountBox(5, 1, 9), lambda: _choice(1)])
def test_the_wheel_changes_what_has_the_focus(qtbot, make):
    control = make()
    qtbot.addWidget(control)
    with qtbot.waitActive(control):
        control.show()
        control.activateWindow()
    control.setFocus()
    before = _state(control)
    control.wheelEvent(wheel_event(1))
    assert _state(control) != before


def _choice(current: int) -> ChoiceBox:
    box = ChoiceBox()
    box.addItems(["a", "b", "c"])
    box.setCurrentIndex(current)
    return box


def _state(control: CountBox | ChoiceBox) -> int:
    return control.value() if isinstance(control, CountBox) else control.currentIndex()


def test_enter_does_not_accept_while_something_is_wrong(qtbot):
    dialog = SetupDialog("Title", "About.")
    qtbot.addWidget(dialog)
    dialog.show_problem("Wrong.")
    dialog.accept()
    assert dialog.problem == "Wrong."
    assert not dialog.ok_button.isEnabled()
    assert dialog.result() != QDialog.DialogCode.Accepted
    dialog.show_problem("")
    dialog.accept()
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_escape_cancels(qtbot):
    dialog = SetupDialog("Title", "About.")
    qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.waitSignal(dialog.rejected, timeout=1_000):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_wrapped_lines_have_room(qtbot):
    dialog = SetupDialog("Title", "word " * 100)
    qtbot.addWidget(dialog)
    dialog.resize(400, 10)
    dialog.show()
    label = next(each for each in dialog.findChildren(QLabel) if each.wordWrap() and each.text())
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()))


def test_texts_from_files_are_no_markup(qtbot):
    label = plain_label("<b>name</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_plain_takes_the_mnemonic_out():
    assert plain("Context s&witch") == "Context switch"
    assert plain("a && b") == "a & b"


def test_a_check_need_not_give_a_number(qtbot):
    def refuse(text: str) -> None:
        if not text:
            raise ValueError("something")

    edit = CheckedEdit("", refuse)
    qtbot.addWidget(edit)
    assert edit.problem == "something"


@pytest.mark.parametrize(("asked_px", "wide_px"), [(400, 400), (10_000, None)])
def test_a_window_is_no_larger_than_its_screen_has_room_for(qtbot, monkeypatch, asked_px, wide_px):
    window = QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr("desktop_app.app.dialogs.form.room_on_screen", lambda window: 90)
    fit_on_screen(window, QSize(asked_px, 300), QSize(200, 100))
    assert window.size() == QSize(wide_px or window.screen().availableSize().width() - 24, 90)
    assert window.minimumSize() == QSize(200, 90)
