from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from desktop_app.views.question import Button, ask, made


def test_names_from_files_are_plain_text(qtbot):
    box = made(None, "Save changes?", "“<img src=x>” has changes.", Button.Save | Button.Cancel, Button.Save)
    qtbot.addWidget(box)
    labels = [label for label in box.findChildren(QLabel) if label.text()]
    assert {label.text() for label in labels} == {"Save changes?", "“<img src=x>” has changes."}
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    assert box.defaultButton() is box.button(Button.Save)


def test_the_answer_is_the_button_and_escape_cancels(qtbot):
    def press(key):
        QTimer.singleShot(0, lambda: qtbot.keyClick(QApplication.activeModalWidget(), key))

    for key, answer in ((Qt.Key.Key_Return, Button.Save), (Qt.Key.Key_Escape, Button.Cancel)):
        press(key)
        assert ask(None, "Save?", "Why.", Button.Save | Button.Discard | Button.Cancel, Button.Save) == answer
