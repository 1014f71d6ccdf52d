"""What captions and notes of lessons 8 to 18 say in figures, held against the very runs that their steps show."""

from pathlib import Path

import pytest

from desktop_app.analysis.jobs import job_metrics
from desktop_app.analysis.metrics import measure
from desktop_app.analysis.moment import Moments
from desktop_app.engine.schedules.outcomes import explore_program
from desktop_app.model.machine import GilMode
from desktop_app.model.workload import Program
from desktop_app.storage.lesson_file import read_lesson
from desktop_app.teaching.lesson_check import step_span
from desktop_app.teaching.running import Runs
from tests.engine.schedules.programs import values
from tests.scenarios import MS

FOLDER = Path(__file__).parents[2] / "resources" / "lessons"
FILES = {
    path.stem.split("-", 1)[1]: path for path in FOLDER.glob("*.md") if path.stem[:2].isdigit() and path.stem >= "08"
}


@pytest.fixture(scope="module")
def shown():
    """Return a function that gives the runs of a step, and what the step shows of them."""
    lessons, runs = {name: read_lesson(path) for name, path in FILES.items()}, Runs()

    def call(lesson, title):
        step = next(step for step in lessons[lesson].steps if step.title == title)
        traces = [runs.trace(side.scenario) for side in step.sides]
        return traces, step_span(lessons[lesson], step, traces)

    return call


@pytest.fixture(scope="module")
def threads(shown):
    """Return a function that gives the figures of each thread, a list for each side of a step."""

    def call(lesson, title):
        return [measure(trace).threads for trace in shown(lesson, title)[0]]

    return call


@pytest.fixture(scope="module")
def run(shown):
    """Return a function that gives the figures of the whole run, for each side of a step."""

    def call(lesson, title):
        return [measure(trace).run for trace in shown(lesson, title)[0]]

    return call


def finishes_ms(figures):
    return [[thread.finish_ns / MS for thread in side] for side in figures]


def bars_ms(trace, thread, until_ns=None):
    """From when to when a thread, by its index, has a core, in milliseconds."""
    return [
        (start / MS, end / MS)
        for runs in trace.runs
        for start, end, whose in zip(runs.start, runs.end, runs.thread, strict=True)
        if whose == thread and end > start and (until_ns is None or start < until_ns)
    ]


def cpu_ms(trace, thread, until_ms):
    return sum(min(end, until_ms) - start for start, end in bars_ms(trace, thread) if start < until_ms)


def test_each_asks_something_and_has_five_to_nine_steps():
    lessons = [read_lesson(path) for path in FILES.values()]
    assert len(lessons) >= 11
    for lesson in lessons:
        assert 5 <= len(lesson.steps) <= 9, lesson.title
        assert any(step.question for step in lesson.steps), lesson.title


# -- convoy ------------------------------------------------------------------------------------------------


def test_the_order_alone_makes_17_of_3(run):
    first_come, shortest = run("convoy-effect", "Same work, another order")
    assert (first_come.mean_waiting_ns, shortest.mean_waiting_ns) == (17 * MS, 3 * MS)


def test_cars_and_lorry_end_when_the_lesson_says(threads, run):
    title = "What it costs, and whom"
    assert finishes_ms(threads("convoy-effect", title)) == [[43, 47, 48, 49], [51, 13, 14, 15]]
    assert [side.mean_waiting_ns / MS for side in run("convoy-effect", title)] == [30.25, 6.75]


def test_a_quantum_that_nobody_uses_up_is_none(shown, threads):
    (long,) = threads("convoy-effect", "How long may the quantum be?")
    assert finishes_ms([long]) == [[43, 47, 48, 49]]


# -- quantum -----------------------------------------------------------------------------------------------


def test_a_letter_takes_56_ms(shown):
    (trace,), span = shown("quantum", "Fifty-six milliseconds for one letter")
    pressed_ms = bars_ms(trace, 0)[0][1] + 5
    assert (pressed_ms, bars_ms(trace, 0)[2][1]) == (5.1, 61)
    assert span.end_ns == 61 * MS


def test_what_three_quanta_cost(threads, run):
    title = "Between too short and too long"
    ends = finishes_ms(threads("quantum", title))
    assert [max(side) for side in ends] == [363.1, 199.9, 182.8]
    assert [side[0] for side in ends] == [26.5, 25, 182.8]
    assert [side.context_switches for side in run("quantum", title)] == [1816, 184, 13]


def test_fair_is_not_fast(threads, run):
    in_turns, one_by_one = run("quantum", "Fair against fast")
    assert finishes_ms(threads("quantum", "Fair against fast")) == [[13, 14, 15], [5, 10, 15]]
    assert (in_turns.mean_turnaround_ns, one_by_one.mean_turnaround_ns) == (14 * MS, 10 * MS)
    assert (in_turns.mean_response_ns, one_by_one.mean_response_ns) == (1 * MS, 5 * MS)


# -- MLFQ and starvation -----------------------------------------------------------------------------------


def test_the_short_job_that_comes_late_is_done_as_if_alone(threads):
    (jobs,) = threads("mlfq", "Past the long one")
    assert [job.turnaround_ns / MS for job in jobs] == [200, 20]


def test_the_gamer_gets_81_to_19_and_under_the_better_rule_40_to_60(shown):
    gamed, mended = shown("mlfq", "A better rule")[0]
    assert [cpu_ms(gamed, job, 100) for job in (0, 1)] == [19, 81]
    assert [cpu_ms(mended, job, 100) for job in (0, 1)] == [60, 40]


def test_a_boost_ends_the_starving(shown, threads):
    starving, boosted = shown("mlfq", "Everybody up")[0]
    assert not [bar for bar in bars_ms(starving, 0) if 20 <= bar[0] < 160]
    assert [bar for bar in bars_ms(boosted, 0) if 20 <= bar[0] < 190] == [(50, 60), (100, 110), (150, 160)]
    assert [side[1:] for side in finishes_ms(threads("mlfq", "Everybody up"))] == [[160, 165], [190, 195]]


def test_ageing_ends_the_waiting(shown, threads):
    (_, aged), _ = shown("starvation-and-ageing", "What the others pay")
    assert bars_ms(aged, 0) == [(8, 10), (18, 20), (28, 30)]
    assert finishes_ms(threads("starvation-and-ageing", "What the others pay")) == [[102, 92, 96], [30, 98, 102]]


def test_response_ratios_end_it_too(threads, run):
    title = "Highest response ratio next"
    shortest, ratio = threads("starvation-and-ageing", title)
    assert (shortest[1].waiting_ns, ratio[1].waiting_ns) == (41 * MS, 5 * MS)
    assert {thread.waiting_ns for thread in ratio[3:]} == {11 * MS}
    assert [side.mean_waiting_ns / MS for side in run("starvation-and-ageing", title)] == [3.6, 9.2]


# -- Linux -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("at_ms", "lags"), [(75, [-20, 10, 10]), (105, [-10, -10, 20])])
def test_lags_are_those_of_the_worked_example(shown, at_ms, lags):
    (trace,), _ = shown("linux-today", "Who is next?")
    had = [cpu_ms(trace, job, at_ms) for job in range(3)]
    assert [at_ms / 3 - own for own in had] == lags


def test_three_turns_to_one_whatever_the_nice_values_are(shown):
    near, far = shown("linux-today", "Only the ratio counts")[0]
    assert bars_ms(near, 0) == bars_ms(far, 0)
    assert bars_ms(near, 1)[:3] == [(4, 8), (20, 24), (36, 40)]


def test_cfs_makes_the_lighter_job_wait_longer(threads):
    eevdf, cfs = threads("linux-today", "What was there before")
    assert (eevdf[1].longest_ready_ns, cfs[1].longest_ready_ns) == (12 * MS, 16 * MS)


# -- locks -------------------------------------------------------------------------------------------------


def test_inheritance_makes_8_of_18(threads):
    assert finishes_ms(threads("priority-inversion", "With and without")) == [[19, 14, 18], [19, 18, 8]]


def test_the_lower_fork_first_lets_everybody_eat(threads):
    stuck, ordered = threads("deadlock", "Everybody has eaten")
    assert {thread.finish_ns for thread in stuck} == {None}
    assert finishes_ms([ordered]) == [[15, 12, 9, 6, 19]]


def test_luck_is_luck(threads):
    (lucky,) = threads("deadlock", "This time it went well")
    assert finishes_ms([lucky]) == [[5, 10]]


# -- many cores --------------------------------------------------------------------------------------------


def test_first_jobs_of_the_heavy_task_take_what_the_worked_example_says(shown, run):
    title = "One queue or two"
    traces, _ = shown("dhalls-effect", title)
    first = [job_metrics(trace, 2, trace.known_until_ns).first_response_ns / MS for trace in traces]
    assert first == [14, 12, 10]
    assert [side.deadline_misses for side in run("dhalls-effect", title)] == [3, 1, 0]


def test_neither_is_always_right(run):
    parted, together = run("dhalls-effect", "It goes the other way, too")
    assert (parted.deadline_misses, together.deadline_misses) == (1, 0)
    assert (parted.context_switches, together.context_switches) == (3, 13)


def test_where_caches_are_warm(shown, threads):
    title = "Steal when you are idle"
    assert [max(side) for side in finishes_ms(threads("cache-warmth-and-affinity", title))] == [150, 110, 95]
    (trace,), span = shown("cache-warmth-and-affinity", "Never warm")
    assert [cpu_ms(trace, job, span.begin_ns / MS) for job in range(3)] == [80, 80, 80]
    (pinned,), span = shown("cache-warmth-and-affinity", "Warm, and idle")
    snapshot = Moments(pinned).at(span.begin_ns)
    assert snapshot.cores[0].thread is None
    assert any(entry.thread.label == "P2·T1" for queue in snapshot.scheduler.queues for entry in queue.entries)


def test_three_caches_are_more_than_three_times_as_fast(threads):
    title = "Three times the cores, more than three times as fast"
    assert [max(side) for side in finishes_ms(threads("cache-warmth-and-affinity", title))] == [300, 55]


def test_the_curve_has_its_knee_at_four_cores(threads):
    assert [max(side) for side in finishes_ms(threads("the-shared-bus", "The curve"))] == [160, 80, 40, 40]
    assert [max(side) for side in finishes_ms(threads("the-shared-bus", "Move less"))] == [40, 20]


# -- every schedule ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("one_increment.py", {"2": 2, "1": 18}),
        ("two_increments.py", {"2": 50, "1": 300}),
        ("two_increments_locked.py", {"2": 250}),
    ],
)
def test_schedules_are_as_many_as_the_lesson_says(name, counts):
    program = Program(name=name, source=(FOLDER / name).read_text(encoding="utf-8"))
    found = explore_program(program, 1, mode=GilMode.ANY_INSTRUCTION)
    assert not found.truncated
    assert values(found) == counts


def test_both_sums_are_on_the_stacks_while_the_counter_is_zero(shown):
    (trace,), span = shown("every-schedule", "Both have read zero")
    process = Moments(trace).at(span.begin_ns).processes[0]
    assert [variable.text for variable in process.variables if variable.name == "counter"] == ["0"]
    assert [stack.values for stack in process.stacks[1:]] == [("1",), ("1",)]


def test_what_counter_is_at_the_end_depends_on_the_quantum(shown):
    for title, texts in (
        ("And works, and works", ["2", "2", "2"]),
        ("All of them", ["2", "1"]),
        ("And in Python?", ["2"]),
        ("With a lock", ["2"]),
    ):
        traces, span = shown("every-schedule", title)
        at = [Moments(trace).at(span.end_ns).processes[0].variables for trace in traces]
        assert [next(one.text for one in variables if one.name == "counter") for variables in at] == texts, title
