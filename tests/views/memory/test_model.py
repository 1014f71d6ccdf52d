import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.analysis.memory_tree import MemoryTree
from desktop_app.views.memory.model import FRESH, Columns, MemoryModel
from desktop_app.views.theme import DARK, LIGHT
from tests.scenarios import program, run

SOURCE = "items = [[1]]\ndef f(a):\n    b = a + 1\n    return b\nx = f(1)\nitems.append(x)\nx = f(2)\n"


@pytest.fixture(scope="module")
def trace():
    return run(program(SOURCE, threads=2), program("y = 1\n"))


def unfold(model, parent=None, depth=0):
    """Every row with its texts, everything unfolded."""
    index = model.index(0, 0).parent() if parent is None else parent
    if model.canFetchMore(index):
        model.fetchMore(index)
    found = []
    for row in range(model.rowCount(index)):
        texts = tuple(model.index(row, column, index).data() for column in Columns)
        found.append((depth, texts))
        if depth < 5:
            found += unfold(model, model.index(row, 0, index), depth + 1)
    return found


def test_rows_are_those_of_the_tree_whatever_was_shown_before(trace, qapp):
    model = MemoryModel(DARK)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    tester.setUseFetchMore(False)  # it would unfold in the middle of what the model tells it
    for t_ns in (*range(0, trace.known_until_ns, 300_000), 900_000, 0, 1_700_000):
        model.show_tree(MemoryTree(trace, t_ns))
        fresh = MemoryModel(DARK)
        fresh.show_tree(MemoryTree(trace, t_ns))
        assert unfold(model) == unfold(fresh)
    model.show_tree(None)
    assert model.rowCount() == 0
    assert tester.model() is model


def test_what_just_changed_is_marked_by_more_than_a_colour(trace):
    at = trace.memory[0].globals["x"].time[0]
    model = MemoryModel(DARK)
    model.show_tree(MemoryTree(trace, at))
    index = model.index_at((0,), ("globals",), ("x",))
    assert index.data() == f"{FRESH}x"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "x, just changed"
    assert index.data(Qt.ItemDataRole.FontRole).bold()
    dark = index.data(Qt.ItemDataRole.BackgroundRole).color()
    model.set_look(LIGHT, None)
    assert index.data(Qt.ItemDataRole.BackgroundRole).color() != dark
    assert index.siblingAtColumn(Columns.VALUE).data() == "2"
    assert index.siblingAtColumn(Columns.CHANGED).data().endswith("by P1·T1")
    assert not model.index_at((0,), ("nothing",)).isValid()


def test_what_is_not_unfolded_is_not_worked_out(trace):
    asked = []

    class Watched(MemoryTree):
        def children(self, item):
            asked.append(item.name)
            return super().children(item)

    model = MemoryModel(DARK)
    for t_ns in (300_000, 600_000):
        model.show_tree(Watched(trace, t_ns))
    assert asked == []


def test_without_rows_it_tells_of_no_change_in_other_colours(qapp, qtbot):
    model = MemoryModel(DARK)
    with qtbot.assertNotEmitted(model.dataChanged):
        model.set_look(LIGHT, None)


def test_a_value_is_no_markup_in_its_tool_tip(qapp):
    trace = run(program("x = '<b>bold</b>'\n"))
    model = MemoryModel(DARK)
    model.show_tree(MemoryTree(trace, trace.memory[0].globals["x"].time[0]))
    index = model.index_at((0,), ("globals",), ("x",))
    tips = [
        str(index.siblingAtColumn(column).data(Qt.ItemDataRole.ToolTipRole)) for column in range(model.columnCount())
    ]
    assert any("&lt;b&gt;bold" in tip for tip in tips)
    assert not any("<b>" in tip for tip in tips)
