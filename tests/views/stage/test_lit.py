from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.moment import Moments
from desktop_app.model.camera import Camera, Stop
from desktop_app.model.lit import LitKind, LitTarget, parse_lit
from desktop_app.views.stage.frame import compose
from desktop_app.views.stage.journey import look
from desktop_app.views.stage.lit import lit_places, lit_words, window_of
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.theme import DARK
from tests.scenarios import MS, bursts, program, run
from tests.views.sample_snapshots import LONG, Sample
from tests.views.stage.lit_rects import rects_of

pytestmark = pytest.mark.usefixtures("qapp")

SIZE = (1920, 840)
KINDS = [
    "ram", "bus", "disk", "scheduler", "ready queue", "waiting", "core 0", "pipeline 0", "registers 0", "quantum 0",
    "P1", "P1·T1", "P2·T3", "code P1", "globals P1", "stack P2·T3", "variable P1 x",
]  # fmt: skip
SAMPLES = st.builds(
    Sample,
    cores=st.sampled_from([1, 2, 4, 9, 16, 64]),
    processes=st.integers(1, 9),
    threads=st.integers(1, 6),
    waiting=st.integers(0, 3),
    switch_ns=st.sampled_from([0, 50_000]),
    source=st.sampled_from([Sample().source, LONG]),
)
TARGETS = st.sampled_from(KINDS).map(parse_lit) | st.builds(
    LitTarget, kind=st.just(LitKind.THREAD), process=st.integers(1, 9), thread=st.integers(1, 6)
)


@pytest.fixture(scope="module")
def moment():
    return Sample(waiting=1, threads=3).at(460_000)


def places(frame, text):
    return rects_of(frame, parse_lit(text))


@settings(max_examples=40)
@given(SAMPLES, st.integers(0, 40), st.sampled_from(Stop), TARGETS, st.sampled_from([(1366, 560), SIZE, (1024, 600)]))
def test_what_is_lit_lies_inside_the_stage_wherever_one_looks_from(sample, slot, stop, target, size):
    snapshot = sample.at(slot * 37_000)
    frame = look(*size, snapshot, DARK, StageOptions(camera=Camera(stop=stop), lit=(target,)))
    window = window_of(frame)
    for rect in rects_of(frame, target):
        assert rect.w > 0
        assert rect.h > 0
        assert window.holds(rect)
    assert all(0 < place.strength <= 1 for found in lit_places(frame) for place in found)


@pytest.mark.parametrize("text", KINDS)
def test_each_kind_is_found_on_the_whole_stage(moment, text):
    assert places(compose(*SIZE, moment, DARK), text)


@pytest.mark.parametrize(
    "text", ["core 9", "pipeline 4", "P7", "P7·T1", "P1·T9", "variable P1 nothing", "code P5", "objects P1"]
)
def test_what_does_not_exist_is_nowhere(moment, text):
    assert places(compose(*SIZE, moment, DARK), text) == []
    frame = compose(*SIZE, moment, DARK, StageOptions(lit=(parse_lit(text),)))
    assert lit_places(frame) == ()


def test_what_is_out_of_sight_is_nowhere(moment):
    frame = look(*SIZE, moment, DARK, StageOptions(camera=Camera(stop=Stop.BYTES, thread="P1·T1")))
    assert places(frame, "core 3") == []
    assert places(frame, "code P1")


def test_parts_lie_in_what_they_are_part_of(moment):
    frame = compose(*SIZE, moment, DARK)
    (core,), (ram,), (scheduler,) = (places(frame, text) for text in ("core 0", "ram", "scheduler"))
    for text in ("pipeline 0", "registers 0", "quantum 0"):
        assert core.holds(places(frame, text)[0])
    for text in ("P1", "code P1", "globals P1", "stack P1·T1", "variable P1 y"):
        assert ram.holds(places(frame, text)[0], slack=4)
    for text in ("ready queue", "waiting"):
        assert scheduler.holds(places(frame, text)[0])
    globals_, y = places(frame, "globals P1")[0], places(frame, "variable P1 y")[0]
    assert globals_.holds(y, slack=4)


def test_a_thread_is_lit_on_its_core_in_its_queue_or_where_it_waits_and_at_its_stack(moment):
    frame = compose(*SIZE, moment, DARK)
    runs = moment.cores[0].thread.label
    ready, waits = moment.ready[0].label, moment.waiting[0].thread.label
    assert places(frame, runs)[0] == places(frame, "core 0")[0]
    assert places(frame, "ready queue")[0].holds(places(frame, ready)[0])
    assert places(frame, "waiting")[0].holds(places(frame, waits)[0])
    for label in (runs, ready, waits):
        assert places(frame, label)[-1] == places(frame, f"stack {label}")[0]


def test_what_has_no_room_lights_what_it_is_folded_into():
    snapshot = Sample(cores=64, processes=7, threads=40).at(460_000)
    frame = compose(*SIZE, snapshot, DARK)
    card = places(frame, "P2")
    assert card
    assert all(places(frame, text) == card for text in ("variable P2 x", "code P2", "globals P2", "stack P2·T3"))
    assert places(frame, "registers 5") == places(frame, "core 5")
    queued = next(thread.label for thread in snapshot.ready[-3:])
    assert places(frame, queued)


def test_a_thread_fades_from_place_to_place_during_a_context_switch():
    sample = Sample(cores=1, processes=1, threads=2, switch_ns=100_000)
    target = parse_lit("P1·T2")
    strengths = []
    for t_ns in range(1_000_000, 1_300_000, 10_000):
        frame = compose(*SIZE, sample.at(t_ns), DARK, StageOptions(lit=(target,)))
        found = [place.strength for place in lit_places(frame)[0] if place.rect.h > 200]
        strengths.append(found[0] if found else 0.0)
    assert min(strengths) < 0.1
    assert max(strengths) == 1.0
    assert all(abs(after - before) < 0.35 for before, after in pairwise(strengths))


def test_local_variables_and_objects_of_a_real_run_are_found():
    source = "def f(a):\n    b = a + 1\n    for _ in range(9):\n        b += 1\n    return b\nx = [1, 2]\nf(3)\n"
    trace = run(program(source))
    frame = compose(*SIZE, Moments(trace).at(2 * MS), DARK)
    assert places(frame, "objects P1")
    local, stack = places(frame, "variable b"), places(frame, "stack P1·T1")
    assert stack[0].holds(local[0], slack=2)
    after = compose(*SIZE, Moments(trace).at(trace.known_until_ns), DARK)
    assert [places(after, text) for text in ("code P1", "stack P1·T1", "P1·T1")] == [[], [], []]
    (card,) = places(after, "P1")
    # What it leaves is shown, and so can be lit.
    assert card.holds(places(after, "variable x")[0])
    assert card.holds(places(after, "globals P1")[0], slack=4)


def test_a_thread_that_is_born_comes_out_of_the_dark():
    source = (
        "import threading\ndef f():\n    for _ in range(50):\n        pass\nt = threading.Thread(target=f)\nt.start()\n"
    )
    moments = Moments(run(program(source), cores=2))
    born_ns = next(
        t for t in range(0, 9 * MS, MS // 20) if moments.at(t).born and len(moments.at(t).processes[0].stacks) > 1
    )
    how = StageOptions(lit=(parse_lit("P1·T2"),))
    strongest = []
    for t_ns in range(born_ns - MS // 10, born_ns + MS // 2, MS // 50):
        found = lit_places(compose(*SIZE, moments.at(t_ns), DARK, how))
        strongest.append(max((place.strength for place in found[0]), default=0.0) if found else 0.0)
    assert (strongest[0], strongest[-1]) == (0.0, 1.0)
    assert all(abs(after - before) < 0.35 for before, after in pairwise(strongest))


def test_bursts_have_neither_code_nor_globals_and_the_disk_has_those_who_wait_for_it():
    frame = compose(*SIZE, Moments(run(bursts("cpu 1ms, io disk 3ms, cpu 1ms"))).at(2 * MS), DARK)
    assert [places(frame, text) for text in ("code P1", "globals P1", "quantum 0", "objects P1")] == [[], [], [], []]
    plate, waits = places(frame, "disk")
    assert frame.layout.disk.cx == pytest.approx(plate.cx)
    assert waits.holds(places(frame, "P1·T1")[0])


def test_what_is_lit_is_said():
    assert lit_words((parse_lit("core 0"), parse_lit("variable z"))) == "Lit: core 0, variable P1 z"
    assert lit_words(()) == ""
