from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.app.dialogs.draft import NEW_BURSTS, Column, draft_of
from desktop_app.app.dialogs.process_model import ProcessModel
from desktop_app.model.workload import MAX_PROCESSES, ProcessSpec, Program
from desktop_app.program.bursts import parse_bursts
from desktop_app.storage import limits

ROLE = Qt.ItemDataRole


@pytest.fixture
def model(qapp, scenario):
    model = ProcessModel(scenario.processes)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    tester.deleteLater()


def cell(model, row, column, role=ROLE.DisplayRole):
    return model.data(model.index(row, column), role)


def test_untouched_it_gives_the_same_processes(model, scenario):
    assert model.processes() == scenario.processes
    assert model.problem() == ""


@given(
    st.builds(
        ProcessSpec,
        name=st.from_regex(r"[A-Za-z][a-z ]{0,10}[a-z]", fullmatch=True),
        bursts=st.just(parse_bursts("io net 1ns, cpu 1234567ns")),
        arrival_ns=st.integers(0, 10**15),
        launches=st.integers(0, 1_000),
        threads=st.integers(1, 1_000),
    )
)
def test_text_and_back_loses_nothing(process):
    assert draft_of(process).process() == process


def test_cells_show_what_a_scenario_file_would(model):
    shown = [[cell(model, row, column) for column in Column if column <= Column.THREADS] for row in range(2)]
    assert shown == [["A", "app.py", "2", "0ms", "2"], ["B", "cpu 3ms, io disk 10ms", "1", "3ms", "1"]]
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in Column if column <= Column.THREADS]
    assert titles == ["Name", "Runs", "Launches", "Arrival", "Threads"]
    assert model.headerData(1, Qt.Orientation.Vertical) == 2


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        (Column.NAME, "", limits.LABEL_FORM),
        (Column.NAME, "a\nb", limits.LABEL_FORM),
        (Column.LAUNCHES, "-1", limits.FIRST_LAUNCHES.expected),
        (Column.LAUNCHES, "1001", limits.FIRST_LAUNCHES.expected),
        (Column.ARRIVAL, "soon", limits.ARRIVAL.expected),
        (Column.ARRIVAL, "-1ms", limits.ARRIVAL.expected),
        (Column.THREADS, "two", limits.THREADS.expected),
        (Column.NICE, "-21", limits.NICE.expected),
        (Column.TICKETS, "0", limits.TICKETS.expected),
        (Column.PRIORITY, "high", limits.PRIORITY.expected),
        (Column.PERIOD, "0ms", limits.TASK.expected),
    ],
)
def test_a_wrong_cell_is_marked_and_said(model, column, text, expected):
    index = model.index(1, column)
    assert model.setData(index, text)
    assert cell(model, 1, column, ROLE.EditRole) == text
    assert cell(model, 1, column) == f"! {text}"
    assert cell(model, 1, column, ROLE.ForegroundRole) is not None
    assert "Expected" in cell(model, 1, column, ROLE.ToolTipRole)
    title = model.column_title(column).lower()
    assert model.problem() == f"Row 2, {title}: expected {expected}."
    with pytest.raises(ValueError, match=re.escape(expected)):
        model.processes()


def test_wrong_bursts_are_said_in_the_parsers_words(model):
    model.set_text(1, Column.RUNS, "cpu fast")
    with pytest.raises(ValueError, match="cpu fast") as said:
        parse_bursts("cpu fast")
    assert model.problem() == f"Row 2, runs: expected {said.value}."


def test_going_to_bursts_and_back_keeps_both(model, scenario):
    model.set_runs_program(0, False)
    assert model.processes()[0].program is None
    assert model.processes()[0].bursts == parse_bursts(NEW_BURSTS)
    model.set_runs_program(0, True)
    assert model.processes() == scenario.processes


def test_a_program_must_be_chosen(model, program):
    model.set_runs_program(1, True)
    assert model.problem() == "Row 2, runs: expected a Python file: choose one."
    model.set_program(1, program)
    assert model.problem() == ""
    assert model.processes()[1].program == program
    assert model.processes()[1].bursts == ()


def test_a_program_cell_is_chosen_not_typed(model):
    assert not model.flags(model.index(0, Column.RUNS)) & Qt.ItemFlag.ItemIsEditable
    assert model.flags(model.index(1, Column.RUNS)) & Qt.ItemFlag.ItemIsEditable


def test_tool_tips_say_where_a_program_is_and_are_no_markup(model):
    assert cell(model, 0, Column.RUNS, ROLE.ToolTipRole) == "<qt>/lessons/app.py</qt>"
    model.set_program(0, Program(name="b.py", source="", path="/<b>.py"))
    assert cell(model, 0, Column.RUNS, ROLE.ToolTipRole) == "<qt>/&lt;b&gt;.py</qt>"
    model.set_program(0, Program(name="c.py", source=""))
    assert "carries" in cell(model, 0, Column.RUNS, ROLE.ToolTipRole)


@given(
    st.lists(
        st.tuples(st.sampled_from(["insert", "remove", "move"]), st.integers(0, 9), st.integers(0, 9)), max_size=20
    )
)
def test_rows_move_as_a_list_does(steps):
    """And Qt is told rightly: a persistent index stays with its entry."""
    model = ProcessModel([ProcessSpec(name=str(number), bursts=parse_bursts("cpu 1ms")) for number in range(4)])
    names = [str(number) for number in range(4)]
    held = QPersistentModelIndex(model.index(2, 0))
    for step, (what, one, two) in enumerate(steps):
        if what == "insert":
            model.insert(
                one % (len(names) + 1), draft_of(ProcessSpec(name=f"new {step}", bursts=parse_bursts("cpu 1ms")))
            )
            names.insert(one % (len(names) + 1), f"new {step}")
        elif names and what == "remove":
            model.remove(one % len(names))
            del names[one % len(names)]
        elif names:
            model.move(one % len(names), two % len(names))
            names.insert(two % len(names), names.pop(one % len(names)))
        assert [model.draft(row).name for row in range(model.rowCount())] == names
        assert held.isValid() == ("2" in names)
        assert not held.isValid() or names[held.row()] == "2"


def test_an_empty_workload_is_refused(model):
    model.remove(0)
    model.remove(0)
    assert model.problem() == "Add at least one process."


def test_an_entry_that_is_renamed_is_found_again(model):
    model.set_text(0, Column.NAME, "first")
    assert model.renamed() == {"A": "first"}
    model.set_text(1, Column.NAME, "A")  # now another entry has that name
    assert model.renamed() == {"B": "A"}


def test_too_many_entries_are_refused(qapp):
    process = ProcessSpec(name="B", bursts=parse_bursts("cpu 1ms"))
    assert "at most 1000" in ProcessModel([process] * (MAX_PROCESSES + 1)).problem()


def test_names_are_made_unique(model):
    assert model.unused_name("C") == "C"
    assert model.unused_name("A") == "A 2"


def test_setting_the_same_text_tells_nobody(qtbot, model):
    with qtbot.assertNotEmitted(model.dataChanged):
        model.set_text(0, Column.NAME, "A")


def test_other_roles_and_places_are_left_alone(model):
    assert model.data(model.index(5, 5)) is None
    assert not model.setData(model.index(0, 0), "x", ROLE.DisplayRole)
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0
