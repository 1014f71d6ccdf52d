from __future__ import annotations

import pytest

from desktop_app.model.scenario import Action, ActionKind, SchedulerSpec
from desktop_app.trace.tables import OPEN
from desktop_app.views.timeline.axis import TimeWindow
from desktop_app.views.timeline.display import PLAIN
from desktop_app.views.timeline.index import TimelineIndex
from desktop_app.views.timeline.marks import MarkIndex, event_text
from desktop_app.views.timeline.telling import core_text, marks_text, thread_text
from tests.scenarios import MS, bursts, periodic, program, run

ACTIONS = (
    Action(at_ns=MS, kind=ActionKind.NICE, process="A", value=5),
    Action(at_ns=2 * MS, kind=ActionKind.PRIORITY, process="A", value=3),
    Action(at_ns=3 * MS, kind=ActionKind.AFFINITY, process="A", affinity=(0, 1)),
    Action(at_ns=4 * MS, kind=ActionKind.CORES, value=1),
    Action(at_ns=5 * MS, kind=ActionKind.POLICY, scheduler=SchedulerSpec(policy="fcfs")),
    Action(at_ns=6 * MS, kind=ActionKind.KILL, process="A", thread=1),
    Action(at_ns=7 * MS, kind=ActionKind.LAUNCH, process="A"),
    Action(at_ns=8 * MS, kind=ActionKind.KILL, process="A"),
)
WORDS = [
    "P1·T1 has nice 5",
    "P1·T1 has priority 3",
    "P1·T1 may run on cores 0, 1",
    "Cores on line: 1",
    "The policy becomes First come, first served",
    "SIGKILL to P1·T1 alone is refused",
    "P1 is sent SIGKILL",
    "P2 is sent SIGKILL",
]


@pytest.fixture(scope="module")
def acted():
    return run(bursts("cpu 30ms"), cores=2, actions=ACTIONS)


def test_what_somebody_does_to_a_run_is_told_in_words(acted):
    marks = MarkIndex(acted)
    told = marks.told(0, acted.known_until_ns)
    assert [event_text(acted, row) for _, row in told] == WORDS
    assert [time_ns // MS for time_ns, _ in told] == [1, 2, 3, 4, 5, 6, 8, 8]
    assert marks.told(2 * MS, 3 * MS) == told[1:3]
    assert marks.launched(1, 9 * MS) == [1]
    assert marks.ended(0, 9 * MS) == [0, 1]


def test_a_core_that_is_off_line_is_not_idle(acted):
    marks, index = MarkIndex(acted), TimelineIndex(acted)
    assert marks.on_line(0, acted.known_until_ns) == [(0, OPEN)]
    assert marks.on_line(1, acted.known_until_ns) == [(0, 4 * MS)]
    assert marks.on_line(1, 4 * MS - 1) == [(0, OPEN)]  # the future is unknown
    assert core_text(index, 1, 3 * MS, 8 * MS) == "Core 1: idle"
    assert core_text(index, 1, 5 * MS, 8 * MS) == "Core 1: off line"


def test_cores_come_and_go():
    actions = [Action(at_ns=at * MS, kind=ActionKind.CORES, value=value) for at, value in ((1, 3), (2, 1), (3, 2))]
    trace = run(bursts("cpu 9ms"), cores=2, actions=actions)
    marks = MarkIndex(trace)
    assert marks.on_line(1, 9 * MS) == [(0, 2 * MS), (3 * MS, OPEN)]
    assert marks.on_line(2, 9 * MS) == [(1 * MS, 2 * MS)]


def test_a_place_on_the_axis_tells_what_happened_there_and_nothing_of_the_future(acted):
    index = TimelineIndex(acted)
    around = TimeWindow(start_ns=6_900_000, end_ns=8_100_000)
    assert marks_text(index, PLAIN, around, 7_500_000) == "7 ms: P2 is launched (A)"
    text = marks_text(index, PLAIN, around, acted.known_until_ns)
    assert "8 ms: P1 is sent SIGKILL" in text
    assert "8 ms: P1·T1 ends" in text
    many = TimeWindow(start_ns=0, end_ns=9 * MS)
    assert marks_text(index, PLAIN, many, acted.known_until_ns).splitlines()[-1] == "and more"


def test_deadlines_are_met_and_missed():
    """Two tasks that together ask for more than the core has."""
    trace = run(periodic("cpu 3ms", 4 * MS), periodic("cpu 3ms", 6 * MS, name="B"), until_ns=20 * MS, policy="edf")
    marks = MarkIndex(trace)
    assert marks.periodic == [0, 1]
    found = [marks.deadlines(thread, 0, 20 * MS) for thread in marks.periodic]
    assert found[0].deadline_ns.tolist() == [at * MS for at in (4, 8, 12, 16, 20)]
    assert marks.releases(0, 0, 20 * MS).tolist() == [at * MS for at in (0, 4, 8, 12, 16, 20)]
    assert marks.releases(1, 1, 12 * MS).tolist() == [6 * MS, 12 * MS]
    for thread, due in enumerate(found):
        finish = trace.jobs[thread].finish
        for job, (time_ns, missed) in enumerate(zip(due.deadline_ns, due.missed, strict=True)):
            assert missed == (job >= len(finish) or finish[job] > time_ns)
    assert any(due.missed.any() for due in found)
    assert not all(due.missed.all() for due in found)
    missed = sorted(time_ns for due in found for time_ns in due.deadline_ns[due.missed].tolist())
    for until_ns in (5 * MS, 20 * MS, 11 * MS):
        assert marks.missed(0, until_ns).tolist() == [time_ns for time_ns in missed if time_ns <= until_ns]
    assert marks.missed(9 * MS, 13 * MS).tolist() == [time_ns for time_ns in missed if 9 * MS <= time_ns <= 13 * MS]
    part = marks.deadlines(0, 5 * MS, 12 * MS)
    assert part.deadline_ns.tolist() == [8 * MS, 12 * MS]
    assert marks.deadlines(0, 1, 2) is None


def test_threads_without_jobs_have_no_deadlines(acted):
    assert MarkIndex(acted).deadlines(0, 0, 10 * MS) is None
    assert not len(MarkIndex(acted).releases(0, 0, 10 * MS))


def test_threads_that_others_start_are_born_after_their_process():
    source = "from threading import Thread\nworker = Thread(target=print)\nworker.start()\nworker.join()\n"
    trace = run(program(source), program(source, arrival_ns=MS), cores=2)
    marks = MarkIndex(trace)
    born = marks.born(0, trace.known_until_ns)
    assert [trace.threads[thread].number for thread in born] == [2, 2]
    assert marks.launched(0, trace.known_until_ns) == [0, 1]


def test_history_that_is_forgotten_is_read_again(acted):
    marks = MarkIndex(acted)
    marks.told(0, 10 * MS)
    begin_ns = acted.begin_ns
    acted.begin_ns = 1
    try:
        assert len(marks.told(0, acted.known_until_ns)) == len(WORDS)
    finally:
        acted.begin_ns = begin_ns


def test_names_are_shown_as_they_are_and_not_endlessly():
    """A program names a thread so that its name looks like HTML, and is longer than anybody reads."""
    source = (
        "from threading import Thread\n"
        "def work():\n    for i in range(30):\n        pass\n"
        "worker = Thread(target=work, name='<b>bold</b>\\n' + 'x' * 9999)\n"
        "worker.start()\nworker.join()\n"
    )
    trace = run(program(source), cores=2, gil="free-threaded")
    waits = trace.waits[0]
    time_ns = next(time for time, until in zip(waits.time, waits.until, strict=True) if time < until)
    text = thread_text(TimelineIndex(trace), 0, time_ns, trace.known_until_ns)
    assert text.startswith("P1·T1 waits for <b>bold</b> xxx")
    assert "\n" not in text
    assert len(text) < 250
