import pytest
from PySide6.QtCore import Qt

from desktop_app.views.tables.processes import ProcessesPanel
from desktop_app.views.theme import DARK
from tests.scenarios import MS


@pytest.fixture
def panel(qtbot, moments):
    panel = ProcessesPanel(DARK)
    qtbot.addWidget(panel)
    panel.resize(700, 300)
    panel.set_moments(moments)
    panel.show_at(4 * MS)
    return panel


def cells(panel, row):
    return {column.name: panel.model.index(row, place).data() for place, column in enumerate(panel.model.columns)}


def test_processes_stand_in_it_once_launched(panel, moments):
    assert panel.model.rowCount() == 3
    panel.show_at(moments.trace.known_until_ns)
    assert panel.model.rowCount() == 4
    assert cells(panel, 2)["exit"] == "code 0"
    assert cells(panel, 3)["launched"] == "5.00 ms"
    assert cells(panel, 3)["threads"] == "1 terminated"


def test_enter_goes_to_the_launch(qtbot, panel, moments):
    panel.show_at(moments.trace.known_until_ns)
    panel.table.setCurrentIndex(panel.model.index(3, 0))
    panel.show()
    panel.table.setFocus()
    panel.activateWindow()
    qtbot.waitUntil(panel.table.hasFocus)
    with qtbot.waitSignal(panel.time_requested) as asked:
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert asked.args == [5 * MS]


def test_an_empty_table_says_what_would_be_there(panel):
    panel.search.setText("killed")
    assert panel.stack.currentWidget() is panel.empty
    assert "filter" in panel.empty.text()
    panel.search.clear()
    assert panel.stack.currentWidget() is panel.table
