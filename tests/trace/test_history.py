import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.cores import lookahead_ns
from desktop_app.analysis.event_index import EventIndex
from desktop_app.analysis.idleness import online_cores
from desktop_app.analysis.moment import Moments, snapshot
from desktop_app.analysis.waiting_graph import holders
from desktop_app.engine import simulation
from desktop_app.engine.limits import RunLimits
from desktop_app.model.machine import StartCosts
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.model.workload import ResourceKind, ResourceSpec
from desktop_app.trace.history import forget_before, halfway_ns
from desktop_app.trace.size import size_bytes
from tests.engine.observed import sound
from tests.engine.random_scripts import descriptions, image_of
from tests.engine.scripted_programs import Machine
from tests.scenarios import MS, bursts, program, run

SOURCE = "xs = []\nn = 0\nfor i in range(30):\n    n = n + i\n    xs.append(n)\n    print(n)\n"


def test_what_is_remembered_looks_as_before():
    trace = run(program(SOURCE, threads=2), bursts("cpu 3ms, io disk 2ms, cpu 3ms"), cores=2, context_switch_ns=5_000)
    half = halfway_ns(trace)
    times = [half + (trace.known_until_ns - half) * step // 50 for step in range(51)]
    before = [snapshot(trace, t) for t in times]
    size = size_bytes(trace)
    forget_before(trace, half, [])
    assert trace.begin_ns == half
    assert size_bytes(trace) < 0.8 * size
    assert [snapshot(trace, t) for t in times] == before


@settings(max_examples=25, deadline=None)
@given(st.integers(1 * MS, 6 * MS), st.sampled_from([0, 5_000]))
def test_the_first_moments_of_what_is_remembered_look_as_before_too(begin_ns, switch_ns):
    """What was thrown away at a switch just before, and what was on its way to an instruction, is still known."""
    processes = [program(SOURCE) for _ in range(2)]
    trace = run(*processes, quantum_ns=MS // 2, context_switch_ns=switch_ns, until_ns=8 * MS)
    times = range(begin_ns, begin_ns + 150_000, 9_000)
    before = [snapshot(trace, t) for t in times]
    forget_before(trace, begin_ns, [])
    assert [snapshot(trace, t) for t in times] == before


def test_nodes_in_use_survive():
    trace = run(program(SOURCE))
    node = trace.executed[0].node[len(trace.executed[0]) // 2]
    texts = [trace.values.text[value] for value in trace.stacks.values(node)]
    moved = forget_before(trace, trace.known_until_ns, [node])
    assert [trace.values.text[value] for value in trace.stacks.values(moved[node])] == texts


def test_what_is_held_and_in_force_survives_and_the_rest_does_not_pile_up():
    semaphore = ResourceSpec(name="s", kind=ResourceKind.SEMAPHORE, count=0)
    trace = run(
        bursts(", ".join(["acquire s, cpu 1ms"] * 20)),
        bursts(", ".join(["cpu 1ms, release s"] * 20)),
        bursts("lock m, cpu 99ms"),
        cores=3,
        resources=[semaphore],
        actions=[Action(at_ns=MS, kind=ActionKind.CORES, value=4)],
    )
    held = holders(trace, 50 * MS)
    forget_before(trace, 50 * MS, [])
    assert {resource: found for resource, found in holders(trace, 50 * MS).items() if found} == {
        resource: found for resource, found in held.items() if found
    }
    assert online_cores(EventIndex(trace), 50 * MS) == 4
    assert len(trace.events) < 10


@settings(max_examples=60, deadline=None)
@given(st.lists(descriptions(), min_size=1, max_size=2), st.integers(1, 3), st.sampled_from([0, 30_000]))
def test_a_trace_that_gets_more_threads_may_forget_meanwhile(programs, cores, switch_ns):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulation, "_SIZE_CHECK_WORK", 5)
        patch.setattr(simulation, "_SIZE_CHECK_WORK_PER_THREAD", 0)
        machine, made = Machine(patch), [image_of(description, shares=True) for description in programs]
        fields = {"cores": cores, "context_switch_ns": switch_ns, "starts": StartCosts(fork_ns=MS // 2)}
        whole = Moments(machine.run(*made, **fields))
        limits = RunLimits(instructions=None, trace_bytes=250, forget=True, checkpoints=True)
        forgetful = machine.simulation(*made, limits=limits, **fields)
        moments, trace = Moments(forgetful.trace), forgetful.trace
        while not trace.finished:
            forgetful.advance(trace.known_until_ns + 1, 1)
            t_ns = trace.known_until_ns - lookahead_ns(trace)
            if t_ns >= trace.begin_ns:
                shown, expected = moments.at(t_ns), whole.at(t_ns)
                for name in ("processes", "cores", "ready", "waiting"):
                    assert getattr(shown, name) == getattr(expected, name)
        sound(trace)
