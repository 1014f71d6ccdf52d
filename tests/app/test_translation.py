"""Everything that is read goes through Qt's translation: with a translator that marks all texts, all are marked."""

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QDockWidget, QLabel, QMenu

from desktop_app.app.key_sheet import KeySheet
from desktop_app.app.main_window import MainWindow
from tests.scenarios import program, scenario


class Marking(QTranslator):
    def translate(self, context, text, disambiguation=None, n=-1):
        return f"‹{text}›"

    def isEmpty(self):
        return False


@pytest.fixture
def marked_window(qtbot, recent_store):
    translator = Marking()
    QCoreApplication.installTranslator(translator)
    window = MainWindow(recent_store)
    qtbot.addWidget(window)
    window.documents.load(scenario(program()), None)
    yield window
    QCoreApplication.removeTranslator(translator)


def test_every_command_and_menu_is_translated(marked_window):
    for name, action in marked_window.actions_by_name.items():
        assert "‹" in action.text(), name
        assert "‹" in action.toolTip(), name
    assert all("‹" in menu.title() for menu in marked_window.findChildren(QMenu) if menu.title())
    assert all("‹" in dock.windowTitle() for dock in marked_window.findChildren(QDockWidget))


def test_the_key_sheet_is_translated(marked_window):
    marked_window.show()
    marked_window.actions_by_name["key_sheet"].trigger()
    sheet = marked_window.findChild(KeySheet)
    headings = [label.text() for label in sheet.findChildren(QLabel) if label.property("role") == "section"]
    assert headings
    assert all("‹" in heading for heading in headings)
    sheet.close()
