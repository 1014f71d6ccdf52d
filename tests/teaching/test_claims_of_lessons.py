"""What captions and notes of lessons 5 to 7 say in figures, held against the very runs that their steps show."""

from pathlib import Path

import pytest

from desktop_app.analysis.moment import Moments
from desktop_app.analysis.output_lines import OutputLines
from desktop_app.storage.lesson_file import read_lesson
from desktop_app.teaching.lesson_check import step_span
from desktop_app.teaching.questions.dispatches import most_at_once
from desktop_app.teaching.running import Runs
from tests.scenarios import MS

FOLDER = Path(__file__).parents[2] / "resources" / "lessons"
CORES, BOUND, DIFFERENCES = "05-two-cores-four-cores.md", "06-cpu-bound-and-io-bound.md", "07-process-or-thread.md"


@pytest.fixture(scope="module")
def shown():
    """Return a function that gives a step's runs and what it shows of them."""
    lessons = {file: read_lesson(FOLDER / file) for file in (CORES, BOUND, DIFFERENCES)}
    runs = Runs()

    def call(file, title):
        step = next(step for step in lessons[file].steps if step.title == title)
        traces = [runs.trace(side.scenario) for side in step.sides]
        return traces, step_span(lessons[file], step, traces)

    return call


@pytest.fixture(scope="module")
def makespans_ms(shown):
    def call(file, title):
        return [trace.known_until_ns / MS for trace in shown(file, title)[0]]

    return call


def cores_used(trace):
    """The numbers of the cores that ever executed anything."""
    return {
        core
        for core, runs in enumerate(trace.runs)
        if any(runs.ended[number] > runs.began[number] for number in range(len(runs)))
    }


def printed(trace):
    lines, end_ns = OutputLines(trace), trace.known_until_ns
    return [lines.line(number, end_ns).text for number in range(lines.count(end_ns))]


def first_run_ns(trace, thread):
    """When a thread, by its index, first executes."""
    return min(
        runs.began[number]
        for runs in trace.runs
        for number in range(len(runs))
        if runs.whose[number] >> runs.SHIFT == thread
    )


# -- two cores, four cores ---------------------------------------------------------------------------------


def test_as_many_threads_run_at_once_as_there_are_cores(shown):
    for title, most in (("How many run at once?", 1), ("A second core", 2), ("Four cores", 4)):
        (trace,), span = shown(CORES, title)
        assert most_at_once(trace, span.begin_ns, span.end_ns)[0] == most


def test_both_pipelines_hold_instructions_where_the_clock_is_stopped(shown):
    (trace,), span = shown(CORES, "Stop the clock anywhere")
    cores = Moments(trace).at(span.begin_ns).cores
    assert len(cores) == 2
    assert all(core.flights for core in cores)


def test_four_jobs_have_a_speed_up_of_two_and_four(makespans_ms):
    assert makespans_ms(CORES, "Measure it in the picture") == [32, 16, 8]


def test_eight_cores_are_no_faster_for_four_threads(shown, makespans_ms):
    four, eight = makespans_ms(CORES, "Eight cores for four jobs")
    assert four == eight
    assert cores_used(shown(CORES, "Eight cores for four jobs")[0][1]) == {0, 1, 2, 3}


def test_one_process_fills_four_cores(shown):
    (trace,), span = shown(CORES, "It is threads that are counted")
    assert len(trace.processes) == 1
    assert most_at_once(trace, span.begin_ns, span.end_ns)[0] == 4


def test_who_waits_needs_no_core(shown):
    (trace,), span = shown(CORES, "Who waits needs no core")
    snapshot = Moments(trace).at(span.begin_ns)
    assert len(snapshot.waiting) == 6
    assert all(core.thread is not None for core in snapshot.cores)


def test_taking_turns_keeps_all_cores_busy(makespans_ms):
    assert makespans_ms(CORES, "Five jobs on four cores") == [16, 10]


def test_amdahls_law_is_what_the_film_takes(makespans_ms):
    found = makespans_ms(CORES, "Amdahl's law")
    assert found == [20, 12, 8, 5]
    assert [20 / length for length in found] == pytest.approx([1 / (0.2 + 0.8 / cores) for cores in (1, 2, 4, 16)])


def test_sixty_three_cores_watch_one_work(shown, makespans_ms):
    (trace,), span = shown(CORES, "Sixty-four cores")
    assert [core.thread is not None for core in Moments(trace).at(span.begin_ns).cores] == [True] + [False] * 63
    assert makespans_ms(CORES, "Sixty-four cores") == [5]


# -- CPU-bound and I/O-bound -------------------------------------------------------------------------------


def test_a_faster_core_helps_what_computes_only(makespans_ms):
    pages, fast_pages = makespans_ms(BOUND, "Would a faster core help?")
    primes, fast_primes = makespans_ms(BOUND, "And for prime numbers?")
    assert 1 < pages / fast_pages < 1.02
    assert primes / fast_primes == 2


def test_three_threads_wait_nearly_three_times_as_fast_on_one_core(shown, makespans_ms):
    one, three = makespans_ms(BOUND, "Waiting together, on one core")
    assert 2.7 < one / three < 3
    assert all(trace.header.cores == 1 for trace in shown(BOUND, "Waiting together, on one core")[0])


def test_under_the_gil_the_second_core_is_never_used(shown):
    (trace,), _ = shown(BOUND, "Now let two threads compute")
    assert trace.header.cores == 2
    assert cores_used(trace) == {0}


def test_the_gil_goes_from_one_thread_to_the_other_and_back(shown):
    (trace,), span = shown(BOUND, "Every five milliseconds")
    moments = Moments(trace)
    holders = []
    for t_ns in range(span.begin_ns, span.end_ns, 50_000):
        running = [core.thread.label for core in moments.at(t_ns).cores if core.thread is not None]
        assert len(running) <= 1
        holders += [label for label in running if holders[-1:] != [label]]
    assert holders == ["P1·T3", "P1·T2", "P1·T3"]


def test_processes_compute_nearly_twice_as_fast_as_threads_and_wait_no_faster(makespans_ms):
    primes_threads, primes_processes, pages_threads, pages_processes = makespans_ms(BOUND, "Four panels, one clock")
    assert 1.8 < primes_threads / primes_processes < 2
    assert 0.98 < pages_threads / pages_processes < 1


def test_each_panel_says_why_its_cores_are_idle(shown):
    traces, span = shown(BOUND, "Idle for two reasons")
    idle = [
        [core.idle_reason for core in Moments(trace).at(span.begin_ns).cores if core.thread is None] for trace in traces
    ]
    assert [len(reasons) for reasons in idle] == [1, 0, 2, 2]
    assert "GIL" in idle[0][0]
    assert not any("GIL" in reason for reason in idle[2] + idle[3])


def test_what_is_computed_by_processes_is_faster_as_far_as_it_is_shared(makespans_ms):
    for title, least, most in (("A matrix product", 1.5, 1.7), ("Encoding a video", 1.8, 2)):
        threads, processes = makespans_ms(BOUND, title)
        assert least < threads / processes < most


def test_without_the_gil_threads_are_as_fast_as_processes(makespans_ms):
    gil, free, processes = makespans_ms(BOUND, "Without the GIL")
    assert 1.8 < gil / free < 2
    assert free / processes == pytest.approx(1, abs=0.03)


# -- process or thread -------------------------------------------------------------------------------------


def test_threads_share_the_bag_and_processes_do_not(shown):
    def bags(title):
        return printed(shown(DIFFERENCES, title)[0][0])

    assert bags("1 · Memory: threads share it") == ["in the bag: 2"]
    assert bags("1 · Memory: processes do not") == ["in the bag: 1"]
    assert bags("1 · Memory: what a process wants to say, it sends") == ["in the bag: 2"]


def test_there_are_two_bags_of_one_name(shown):
    (trace,), span = shown(DIFFERENCES, "Two bags in RAM")
    snapshot = Moments(trace).at(span.begin_ns)
    found = [next(var for var in process.variables if var.name == "bag").text for process in snapshot.processes]
    assert found == ["['fig']", "['fig', 'nut']"]


def test_processes_take_megabytes_where_threads_take_kilobytes(shown):
    traces, span = shown(DIFFERENCES, "2 · Footprint: threads are small")
    used = [sum(process.ram_bytes for process in Moments(trace).at(span.end_ns).processes) for trace in traces]
    assert used == [1_500_000 + 3 * 16_384, 4 * 1_500_000, 4 * 12_600_000]


def test_a_helper_begins_as_late_as_was_measured(shown):
    traces, _ = shown(DIFFERENCES, "4 · Four ways to begin")
    wished_ns = 3_000_000
    assert [first_run_ns(trace, 1) - wished_ns for trace in traces] == [70_000, 1_800_000, 9_800_000, 48_000_000]


def test_a_terminated_process_tidies_nothing_up(shown):
    (trace,), _ = shown(DIFFERENCES, "5 · Stop it: a process")
    assert printed(trace) == ["exit code -15"]


def test_a_thread_cannot_be_terminated_but_asked(shown):
    def lines(title):
        return printed(shown(DIFFERENCES, title)[0][0])

    assert lines("5 · Stop it: a thread?") == ["'Thread' object has no attribute 'terminate'", "alive: True"]
    assert lines("5 · Ask it to stop") == ["tidied up", "stopped"]
