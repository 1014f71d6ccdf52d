import csv
import io

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt

from desktop_app.analysis.figures import FIGURES, Kind, Subject
from desktop_app.analysis.metrics import measure
from desktop_app.views.metrics.model import Cell, Column, FigureModel, Format, Role, Row, columns_of, copied, table_of
from tests.scenarios import MS, bursts, run


@pytest.fixture(scope="module")
def trace():
    return run(bursts("cpu 2ms, io disk 1ms, cpu 1ms"), bursts("cpu 4ms", arrival_ns=3 * MS), cores=2)


@pytest.mark.parametrize("subject", Subject)
def test_every_row_has_a_cell_for_every_column(trace, subject):
    columns = columns_of(subject, "at 1 ms")
    rows = table_of(subject, trace, MS, measure(trace, MS), measure(trace))
    assert rows
    assert {len(row.cells) for row in rows} == {len(columns)}


def test_a_thread_has_no_figures_before_it_arrives_and_its_own_at_the_end(trace):
    rows = table_of(Subject.THREADS, trace, MS, measure(trace, MS), measure(trace))
    keys = [figure.key for figure in FIGURES[Subject.THREADS]]
    second = dict(zip(keys, rows[1].cells[1:], strict=True))
    assert {cell.now for cell in second.values()} == {None}
    assert (second["turnaround_ns"].end, second["cpu_ns"].end) == (4 * MS, 4 * MS)
    assert rows[1].thread == 1


def test_figures_that_change_keep_the_rows(trace):
    model = FigureModel()
    resets, changes = [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.dataChanged.connect(lambda *_: changes.append(1))
    for t_ns in (MS, 2 * MS, 3 * MS):
        rows = table_of(Subject.THREADS, trace, t_ns, measure(trace, t_ns), measure(trace))
        model.fill(columns_of(Subject.THREADS, str(t_ns)), rows)
    assert (len(resets), len(changes)) == (1, 2)
    cpu = [column.title for column in model.columns].index("CPU time")
    index = model.index(0, cpu)
    assert (index.data(), index.data(Role.AT_END)) == ("2 ms", "3 ms")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "CPU time: 2 ms; at the end 3 ms"


COLUMNS = (
    Column(title="Thread", definition="", kind=Kind.WORD),
    Column(title="CPU", definition="", kind=Kind.DURATION),
)
ROWS = [Row(cells=(Cell(now='=a,"b"|'), Cell(now=2 * MS, end=3 * MS, both=True, kind=Kind.DURATION)))]


def test_copied_as_csv_numbers_are_in_full_and_names_are_no_formulas():
    heads, row = csv.reader(io.StringIO(copied(COLUMNS, ROWS, Format.CSV, "at the end")))
    assert heads == ["Thread", "CPU (ns)", "CPU, at the end (ns)"]
    assert row == ['\'=a,"b"|', "2000000", "3000000"]


def test_copied_as_text_and_markdown():
    assert copied(COLUMNS, ROWS, Format.TEXT, "end").splitlines()[1].split("  ")[-1].strip() == "3 ms"
    lines = copied(COLUMNS, ROWS, Format.MARKDOWN, "end").splitlines()
    assert lines[1] == "| --- | --- | --- |"
    assert lines[2] == '| =a,"b"\\| | 2 ms | 3 ms |'


def test_a_sorted_table_stays_sorted_and_its_selection_stays_with_the_thread(trace):
    model, end = FigureModel(), measure(trace)
    columns = columns_of(Subject.THREADS, "")
    cpu = [column.title for column in columns].index("CPU time")
    model.fill(columns, table_of(Subject.THREADS, trace, MS, measure(trace, MS), end))
    model.sort(cpu, Qt.SortOrder.DescendingOrder)
    first = QPersistentModelIndex(model.index(0, 0))
    chosen = first.data()
    for t_ns in (3 * MS, 6 * MS, 7 * MS, MS):
        model.fill(columns, table_of(Subject.THREADS, trace, t_ns, measure(trace, t_ns), end))
        values = [row.cells[cpu].now if row.cells[cpu].now is not None else row.cells[cpu].end for row in model.rows]
        assert values == sorted(values, reverse=True)
        assert first.data() == chosen
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert [row.name for row in model.rows] == ["P2·T1", "P1·T1"]
    model.sort(0)
    assert [row.name for row in model.rows] == ["P1·T1", "P2·T1"]
