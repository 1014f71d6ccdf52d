from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop_app.views.empty_state import ContentOrEmpty


def test_either_the_content_or_a_sentence_is_there(qtbot):
    content = QLabel("content")
    body = ContentOrEmpty(content)
    qtbot.addWidget(body)
    body.show()
    body.show_sentence("<b>nothing</b> yet")
    assert body.sentence == "<b>nothing</b> yet"
    assert not content.isVisible()
    assert body._empty.textFormat() == Qt.TextFormat.PlainText
    body.show_content()
    assert body.sentence == ""
    assert content.isVisible()
