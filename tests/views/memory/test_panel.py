import pytest

from desktop_app.analysis.moment import Moments
from desktop_app.views.memory.model import Columns
from desktop_app.views.memory.panel import MemoryPanel
from desktop_app.views.theme import DARK, LIGHT
from tests.scenarios import bursts, program, run

SOURCE = "items = [1]\nx = 1\nx = 2\ny = 3\n"


@pytest.fixture(scope="module")
def moments():
    return Moments(run(program(SOURCE, threads=2)))


@pytest.fixture
def panel(qtbot, moments):
    panel = MemoryPanel(DARK)
    qtbot.addWidget(panel)
    panel.resize(520, 480)
    panel.set_moments(moments)
    panel.show()
    panel.show_at(moments.trace.memory[0].globals["x"].time[0])
    return panel


def variable(panel, name):
    return panel.model.index_at((0,), ("globals",), (name,))


def test_variables_are_unfolded_and_objects_are_not(panel):
    index = variable(panel, "x")
    assert panel.tree.isExpanded(index.parent())
    assert not panel.tree.isExpanded(variable(panel, "items"))
    assert index.siblingAtColumn(Columns.VALUE).data() == "1"


def test_a_click_on_a_change_goes_to_it(panel, moments, qtbot):
    index = variable(panel, "x")
    with qtbot.waitSignal(panel.time_requested) as asked:
        panel.tree.clicked.emit(index.siblingAtColumn(Columns.CHANGED))
    assert asked.args == [moments.trace.memory[0].globals["x"].time[0]]
    with qtbot.waitSignal(panel.time_requested):
        panel.tree.activated.emit(index)


def test_a_thread_is_followed_from_its_row_and_marked(panel, qtbot):
    index = panel.model.index_at((0,), ("thread", 1))
    with qtbot.waitSignal(panel.thread_chosen) as chosen:
        panel.tree.clicked.emit(index)
    assert chosen.args == [1]
    panel.set_followed(1)
    assert panel.tree.isExpanded(index)
    assert panel.model.followed == 1


def test_the_picture_depends_on_t_alone(panel, moments):
    t_ns = moments.trace.memory[0].globals["y"].time[0]
    panel.show_at(t_ns)
    before = panel.grab().toImage()
    panel.show_at(0)
    panel.show_at(t_ns)
    assert panel.grab().toImage() == before
    panel.set_theme(LIGHT)
    assert panel.grab().toImage() != before


def test_variables_are_looked_for(panel, qtbot):
    panel.wanted.setText("X")
    qtbot.waitUntil(lambda: panel.model.rowCount(variable(panel, "x").parent()) == 1)
    panel.wanted.setText("nothing has this")
    qtbot.waitUntil(lambda: "nothing has this" in panel._body.sentence)
    panel.wanted.clear()
    qtbot.waitUntil(lambda: panel._body.sentence == "")
    assert panel.tree.isExpanded(variable(panel, "x").parent())


def test_where_there_is_nothing_the_panel_says_what_would_stand_there(panel, moments, qtbot):
    panel.show_at(moments.trace.known_until_ns)
    assert "No process" in panel._body.sentence
    panel.set_moments(Moments(run(bursts("cpu 1ms"))))
    panel.show_at(0)
    assert "stand here" in panel._body.sentence


def test_another_run_of_the_same_program_stays_unfolded(panel, qtbot):
    panel.tree.expand(variable(panel, "items"))
    panel.set_moments(Moments(run(program(SOURCE, threads=2), policy="fcfs")))
    panel.show_at(panel.moments.trace.memory[0].globals["x"].time[0])
    assert panel.tree.isExpanded(variable(panel, "items"))
