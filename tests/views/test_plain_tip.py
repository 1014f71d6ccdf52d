from PySide6.QtGui import QTextDocument

from desktop_app.views.plain_tip import plain_tip


def test_markup_is_shown_as_the_text_it_is(qapp):
    text = "<img src='x'> & <b>bold</b>\nA second line"
    shown = QTextDocument()
    shown.setHtml(plain_tip(text))
    assert shown.toPlainText() == text
    assert "<img" not in plain_tip(text)


def test_nothing_to_say_is_no_tip():
    assert plain_tip("") == ""
