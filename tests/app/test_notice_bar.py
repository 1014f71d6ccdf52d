import pytest
from PySide6.QtWidgets import QWidget

from desktop_app.app.notice_bar import NoticeBar
from desktop_app.views.theme import THEMES


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_it_says_more_and_goes(qtbot, theme):
    told = []
    window = QWidget()
    qtbot.addWidget(window)
    bar = NoticeBar("Settings cannot be kept.", lambda: told.append(True), theme, window)
    window.show()
    assert bar.accessibleName() == bar.label.text() == "Settings cannot be kept."
    assert bar.close_button.accessibleName()
    assert not bar.close_button.icon().isNull()
    bar.more.click()
    assert told == [True]
    with qtbot.waitSignal(bar.destroyed):
        bar.close_button.click()
