import pytest
from PySide6.QtCore import Qt

from desktop_app.analysis.moment import Moments
from desktop_app.views.outline.panel import OutlinePanel
from desktop_app.views.theme import DARK
from tests.scenarios import program, run


@pytest.fixture
def panel(qtbot):
    panel = OutlinePanel(DARK)
    qtbot.addWidget(panel)
    panel.set_moments(Moments(run(program(launches=2), cores=2)))
    return panel


def texts(model, parent=None):
    parent = model.invisibleRootItem() if parent is None else parent
    found = []
    for row in range(parent.rowCount()):
        found += [parent.child(row).text(), *texts(model, parent.child(row))]
    return found


def test_it_is_the_same_however_one_came_there(panel):
    panel.show_at(400_000)
    at_once = texts(panel.model)
    for t_ns in (0, 1_200_000, 700_000, 400_000):
        panel.show_at(t_ns)
    assert texts(panel.model) == at_once


def test_lines_stay_the_same_items_while_their_text_changes(panel):
    panel.show_at(300_000)
    cores = panel.model.item(1)
    panel.tree.setCurrentIndex(cores.child(1).index())
    panel.show_at(500_000)
    assert panel.model.item(1) is cores
    assert panel.tree.currentIndex() == cores.child(1).index()


def test_enter_on_a_thread_follows_it(panel, qtbot):
    panel.show_at(400_000)
    core = panel.model.item(1).child(1)
    panel.tree.setCurrentIndex(core.index())
    with qtbot.waitSignal(panel.thread_chosen) as chosen:
        qtbot.keyClick(panel.tree, Qt.Key.Key_Return)
    assert chosen.args == [1]
    panel.tree.activated.emit(panel.model.item(0).index())  # a line without a thread chooses nobody


def test_it_has_a_name_for_a_screen_reader(panel):
    assert panel.tree.accessibleName() == "Outline of the stage"
