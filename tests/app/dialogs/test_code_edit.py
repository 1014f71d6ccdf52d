import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from desktop_app.app.dialogs.code_edit import CodeEdit
from desktop_app.views.theme import DARK


@pytest.fixture
def edit(qtbot):
    edit = CodeEdit(DARK)
    qtbot.addWidget(edit)
    edit.resize(400, 300)
    return edit


def coloured(edit, line):
    block = edit.document().findBlockByNumber(line - 1)
    return {(part.start, part.length) for part in block.layout().formats()}


def test_pieces_have_colours(edit):
    edit.setPlainText("def f():\n    return 12\n")
    edit.colour()
    assert (0, 3) in coloured(edit, 1)
    assert {(4, 6), (11, 2)} <= coloured(edit, 2)


def test_a_wrong_line_is_marked_until_it_is_right(edit):
    edit.setPlainText("a\nb\nc\n")
    edit.mark_wrong(2)
    assert [mark.cursor.blockNumber() for mark in edit.extraSelections()] == [1]
    edit.mark_wrong(0)
    assert edit.extraSelections() == []
    edit.mark_wrong(99)
    assert edit.extraSelections() == []
    edit.go_to_line(3)
    assert edit.textCursor().blockNumber() == 2


def test_keys_indent(qtbot, edit):
    for text in ("if x:", "y = 1"):
        qtbot.keyClicks(edit, text)
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.toPlainText() == "if x:\n    y = 1\n    "
    qtbot.keyClick(edit, Qt.Key.Key_Backtab)
    assert edit.toPlainText() == "if x:\n    y = 1\n"
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.toPlainText().startswith("    if x:\n        y = 1\n")
    edit.moveCursor(QTextCursor.MoveOperation.End)
    assert [number for number, _, _ in edit.numbered_blocks()] == [1, 2, 3]
    edit.setPlainText("ab")
    edit.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.toPlainText() == "ab  "
