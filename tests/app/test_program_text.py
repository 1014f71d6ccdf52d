from PySide6.QtGui import QTextCursor

from desktop_app.app.program_text import ProgramText
from desktop_app.views.theme import DARK, LIGHT


def colour_at(shown, line, column):
    cursor = QTextCursor(shown.document().findBlockByNumber(line))
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.MoveAnchor, column + 1)
    return cursor.charFormat().foreground().color()


def test_it_is_coloured_and_cannot_be_changed(qtbot):
    shown = ProgramText()
    qtbot.addWidget(shown)
    text = "import time\n\nprint('a')\n"
    shown.show_text(text, DARK)
    qtbot.keyClicks(shown, "abc")
    assert shown.toPlainText() == text
    dark = colour_at(shown, 0, 0)
    assert dark != colour_at(shown, 2, 7)
    shown.show_text(text, LIGHT)
    assert colour_at(shown, 0, 0) != dark
    assert shown.tabChangesFocus()
