from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.analysis.moment import Moments
from desktop_app.analysis.snapshot import CoreState, Dispatch, DispatchCause, NextDispatch
from desktop_app.model.camera import Camera, Stop
from desktop_app.views.stage.core_facts import facts, words_on_chip
from desktop_app.views.stage.journey import look
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.stage.text import Face
from desktop_app.views.theme import DARK
from tests.scenarios import MS, bursts, program, run
from tests.views.reading import boxes_of

pytestmark = pytest.mark.usefixtures("qapp")

SIZE = (1920, 840)
CLOSE = StageOptions(camera=Camera(stop=Stop.CORE, core=0))


@pytest.fixture(scope="module")
def moments():
    return Moments(run(program("total = 7\nother = total + 5\n", threads=2), bursts("cpu 1ms, io disk 1ms, cpu 3ms")))


def told(snapshot, **changes):
    core = replace(snapshot.cores[0], **changes)
    frame = look(*SIZE, replace(snapshot, cores=(core,)), DARK, CLOSE)
    return dict(facts(frame, core))


def executing(moments, opname, process=0):
    """The first moment at which core 0 executes such an instruction, right in the middle of Execute."""
    lines = moments.trace.listings[0].lines
    table = moments.trace.executed[process]
    row = next(row for row in range(len(table)) if lines[table.line[row]].opname == opname)
    return moments.at(table.start[row] - moments.trace.header.instruction_ns // 2)


def test_a_core_says_what_it_executes_with_what(moments):
    found = told(executing(moments, "BINARY_OP"))
    assert found["Executes"] == "BINARY_OP +"
    assert "7" in found["Its stack"]
    assert found["Dispatched"] == "as the core was idle"
    assert found["Quantum"].endswith("ms left")


def test_what_an_instruction_loads_and_stores_is_told(moments):
    assert told(executing(moments, "LOAD_NAME"))["Loads"] == "total = 7"
    snapshot = executing(moments, "STORE_NAME")
    later = moments.at(snapshot.t_ns + snapshot.slot_ns)
    assert told(later)["Stores"] == "total = 7"


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (DispatchCause.EXPIRED, "as the slice of P2·T1 was over"),
        (DispatchCause.PREEMPTED, "in the place of P2·T1"),
        (DispatchCause.BLOCKED, "as P2·T1 had to wait"),
        (DispatchCause.TERMINATED, "as P2·T1 ended"),
    ],
)
def test_it_says_why_it_has_its_thread(moments, cause, words):
    snapshot = executing(moments, "BINARY_OP")
    other = snapshot.processes[1].stacks[0].thread
    assert told(snapshot, dispatch=Dispatch(cause=cause, before=other))["Dispatched"] == words
    assert "Dispatched" not in told(snapshot, dispatch=None)


def test_a_thread_that_is_picked_again_is_not_said_to_follow_itself(moments):
    snapshot = executing(moments, "BINARY_OP")
    own = Dispatch(cause=DispatchCause.EXPIRED, before=snapshot.cores[0].thread)
    assert told(snapshot, dispatch=own)["Dispatched"] == "again, after its own slice"


def test_bursts_switches_and_idle_cores_say_what_they_are_about(moments):
    bursting = next(moments.at(t_ns) for t_ns in range(0, 9 * MS, MS // 10) if moments.at(t_ns).cores[0].burst)
    assert told(bursting)["Burst"].startswith(("1 of 3: ", "3 of 3: "))
    snapshot = executing(moments, "BINARY_OP")
    leaving = snapshot.processes[1].stacks[0].thread
    switching = told(snapshot, state=CoreState.SWITCHING, leaving=leaving)
    assert (switching["Saves registers"], switching["Loads registers"]) == ("P2·T1", snapshot.cores[0].thread.label)
    coming = NextDispatch(thread=leaving, core=0, at_ns=snapshot.t_ns + MS)
    idle = told(replace(snapshot, upcoming=coming), state=CoreState.IDLE, thread=None, idle_reason="nobody is ready")
    assert idle["Idle"] == "nobody is ready"
    assert idle["Next here"].startswith("P2·T1 in 1.00")


def test_they_are_drawn_where_one_looks_closely_and_only_there(moments):
    snapshot = executing(moments, "BINARY_OP")
    assert "Executes" in [text for text, _ in boxes_of(snapshot, SIZE, CLOSE)]
    assert "Executes" not in [text for text, _ in boxes_of(snapshot, SIZE)]


def test_a_chip_says_all_of_its_instruction_where_there_is_room(moments):
    snapshot = executing(moments, "BINARY_OP")
    flight = snapshot.cores[0].flights[0]
    line = snapshot.processes[0].listing.lines[flight.line]
    face = Face(15, 700, mono=True)
    close = look(*SIZE, snapshot, DARK, CLOSE)
    assert words_on_chip(close, flight, face, 500) == f"{line.opname} {line.argument}".strip()
    assert words_on_chip(close, flight, face, 20) == flight.chip
    assert words_on_chip(look(*SIZE, snapshot, DARK), flight, face, 500) == flight.chip
