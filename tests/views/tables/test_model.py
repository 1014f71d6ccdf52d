from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.views.tables.columns import Column
from desktop_app.views.tables.model import RowModel


class Item(NamedTuple):
    number: int
    word: str
    value: int


COLUMNS = (
    Column(name="number", title="Number", tip="which", key=lambda row: row.number, text=lambda row, _: str(row.number)),
    Column(name="word", title="Word", tip="what", key=lambda row: row.word, text=lambda row, _: row.word),
    Column(name="value", title="Value", tip="how much", key=lambda row: row.value, text=lambda row, _: f"{row.value}",
           right=True),
)  # fmt: skip
items = st.dictionaries(st.integers(0, 9), st.tuples(st.sampled_from(["one", "two", "P1·T1"]), st.integers(0, 12)))


def make():
    return RowModel(COLUMNS, lambda row: row.number, lambda row: f"{row.number} {row.word}".lower())


def as_rows(found):
    return [Item(number, *rest) for number, rest in sorted(found.items())]


def shown(model):
    return [model.row_at(place) for place in range(model.rowCount())]


@given(st.lists(items, max_size=4), st.integers(0, 2), st.booleans(), st.sampled_from(["", "one", "p1.t1", "3 o"]))
def test_it_shows_the_rows_that_match_in_order_and_qt_finds_no_fault(series, column, descending, text):
    model = make()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.sort(column, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
    model.set_text(text)
    for found in series:
        rows = as_rows(found)
        model.show(rows, 1)
        words = text.replace(".", "·").split()
        wanted = [row for row in rows if all(word in f"{row.number} {row.word}".lower() for word in words)]
        assert shown(model) == sorted(wanted, key=lambda row: row[column], reverse=descending)
    del tester


@given(items, items)
def test_what_stays_keeps_its_index(before, after):
    model = make()
    model.show(as_rows(before), 1)
    kept = {row.number: QPersistentModelIndex(model.index(place, 0)) for place, row in enumerate(shown(model))}
    model.show(as_rows(after), 1)
    for number, index in kept.items():
        assert index.isValid() == (number in after)
        assert not index.isValid() or model.row_at(index.row()).number == number


def test_numbers_sort_as_numbers():
    model = make()
    model.show([Item(1, "a", 10), Item(2, "b", 9)], 1)
    model.sort(2)
    assert [row.value for row in shown(model)] == [9, 10]


def test_only_what_changed_is_told(qtbot):
    model = make()
    model.show([Item(n, "a", 0) for n in range(5)], 1)
    told = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row(), first.column(), last.column())))
    model.show([Item(n, "a", int(n in {1, 2, 4})) for n in range(5)], 1)
    assert told == [(1, 2, 2, 2), (4, 4, 2, 2)]
    told.clear()
    model.show([Item(n, "a", int(n in {1, 2, 4})) for n in range(5)], 1)
    assert told == []


@pytest.mark.parametrize(
    ("role", "said"), [(Qt.ItemDataRole.DisplayRole, "Value"), (Qt.ItemDataRole.ToolTipRole, "how much")]
)
def test_headings_say_what_they_mean(role, said):
    assert make().headerData(2, Qt.Orientation.Horizontal, role) == said


def test_a_text_is_no_markup_in_its_tool_tip(qapp):
    model = make()
    model.show([Item(1, "<b>a</b>", 0)], 1)
    index = next(
        model.index(0, column) for column in range(model.columnCount()) if model.index(0, column).data() == "<b>a</b>"
    )
    assert "&lt;b&gt;a" in index.data(Qt.ItemDataRole.ToolTipRole)
