"""What lessons 1 to 4 say is what their runs do, whichever Python runs them."""

from types import SimpleNamespace

import pytest

from desktop_app.analysis.instants import instant_ns, thread_index
from desktop_app.analysis.moment import Moments
from desktop_app.model.instant import parse_instant
from desktop_app.storage.lesson_file import read_lesson
from desktop_app.storage.resources import resource_path
from desktop_app.teaching.lesson_check import check_lesson
from desktop_app.teaching.questions.asking import ask
from desktop_app.teaching.questions.question import Run
from desktop_app.teaching.running import Runs


def opened(name):
    """Return the steps of a lesson by their titles: what each runs, and the stretch that it shows."""
    lesson, runs = read_lesson(resource_path(f"lessons/{name}.md")), Runs()
    spans = check_lesson(lesson, runs)
    return {
        step.title: SimpleNamespace(step=step, span=span, trace=runs.trace(step.scenario))
        for step, span in zip(lesson.steps, spans, strict=True)
    }


@pytest.fixture(scope="module")
def source():
    return opened("01-from-source-to-process")


@pytest.fixture(scope="module")
def processes():
    return opened("02-one-program-many-processes")


@pytest.fixture(scope="module")
def threads():
    return opened("03-threads-in-a-process")


@pytest.fixture(scope="module")
def one_core():
    return opened("04-one-core")


def variables(trace, t_ns, process=1):
    view = Moments(trace).at(t_ns).processes[process - 1]
    return {one.name: one.text if one.written_ns is not None else None for one in view.variables}


def stack(trace, t_ns, label):
    """Return what lies on a thread's operand stack, the top last."""
    executed = trace.executed[thread_index(trace, label)]
    row = executed.retired(t_ns)
    return [trace.values.text[value] for value in trace.stacks.values(executed.node[row])] if row >= 0 else []


def answer(shown):
    return ask(shown.step.question, [Run(trace=shown.trace)], shown.span.begin_ns).answer


def test_each_lesson_has_8_to_14_steps_and_asks_at_least_two_kinds_of_questions(source, processes, threads, one_core):
    for steps in (source, processes, threads, one_core):
        asked = {shown.step.question.kind for shown in steps.values() if shown.step.question is not None}
        assert 8 <= len(steps) <= 14
        assert len(asked) >= 2
        assert all(shown.step.notes for shown in steps.values())


def test_x_is_10_after_its_value_lay_on_the_stack(source):
    shown = source["x is 10"]
    assert (stack(shown.trace, shown.span.begin_ns, "P1·T1"), variables(shown.trace, shown.span.begin_ns)["x"]) == (
        ["10"],
        None,
    )
    assert (stack(shown.trace, shown.span.end_ns, "P1·T1"), variables(shown.trace, shown.span.end_ns)["x"]) == (
        [],
        "10",
    )


def test_10_and_20_make_30_on_the_stack_before_z_is_30(source):
    shown, after = source["What will z be?"], source["z = 30"]
    times = range(shown.span.begin_ns, shown.span.end_ns, 20_000)
    seen = [stack(shown.trace, t_ns, "P1·T1") for t_ns in times]
    assert [found for number, found in enumerate(seen) if found not in seen[:number]] == [
        [],
        ["10"],
        ["10", "20"],
        ["30"],
    ]
    assert {variables(shown.trace, t_ns)["z"] for t_ns in times} == {None}
    assert variables(after.trace, after.span.end_ns)["z"] == answer(shown) == "30"


def test_one_line_is_the_four_instructions_that_are_on_their_way_when_it_is_shown(source):
    shown = source["One line, four instructions"]
    core = Moments(shown.trace).at(shown.span.begin_ns).cores[0]
    lines = [shown.trace.listings[0].lines[flight.line] for flight in core.flights if -3 <= flight.phase < 1]
    assert sorted(line.opname for line in lines if line.line == 3) == [
        "BINARY_OP",
        "LOAD_NAME",
        "LOAD_NAME",
        "STORE_NAME",
    ]


def test_no_change_in_one_process_is_seen_in_another(processes):
    second, third = processes["A second launch"], processes["Three counts"]
    assert variables(second.trace, second.span.end_ns, 2)["n"] == "0"
    before = variables(second.trace, second.span.begin_ns, 1)["n"]
    assert variables(second.trace, second.span.end_ns, 1)["n"] == before == answer(second) != "0"
    for process in (1, 2):
        counts = {
            variables(third.trace, t_ns, process)["n"]
            for t_ns in range(third.span.begin_ns, third.span.end_ns + 1, 100_000)
        }
        assert len(counts) == 1
    assert answer(third) == "ready"


def test_the_third_process_becomes_as_large_as_the_others(processes):
    shown = processes["How large is each?"]
    sizes = [
        [view.data_bytes for view in Moments(shown.trace).at(t_ns).processes]
        for t_ns in (
            shown.span.begin_ns,
            shown.span.end_ns,
        )
    ]
    assert sizes[0][2] < sizes[0][0]
    assert len(set(sizes[1])) == 1


def test_a_terminated_process_takes_no_other_along(processes):
    shown = processes["The end"]
    assert [memory.final_globals["n"] for memory in shown.trace.memory] == [
        "6",
        shown.trace.memory[1].final_globals["n"],
        "6",
    ]
    assert int(shown.trace.memory[1].final_globals["n"]) < 6
    assert answer(processes["One of them is terminated"]) == "6"


def test_both_threads_read_0_add_1_and_write_1(threads):
    first, second, third = (threads[title] for title in ("Twice plus one", "Both add", "One update is lost"))
    for label in ("P1·T2", "P1·T3"):
        assert stack(first.trace, first.span.end_ns, label) == ["0"]
        assert stack(second.trace, second.span.end_ns, label) == ["1"]
    assert variables(second.trace, second.span.end_ns)["n"] == "0"
    assert variables(third.trace, third.span.end_ns)["n"] == answer(first) == "1"


def test_the_gil_loses_nothing_at_an_increment_but_much_where_a_call_stands_in_between(threads):
    held, calls = threads["With the GIL"], threads["Luck is no protection"]
    assert held.trace.memory[0].final_globals["n"] == "2"
    assert answer(held) == "1"
    assert int(calls.trace.memory[0].final_globals["n"]) < 170
    assert answer(calls) == "False"


def test_the_lock_lets_one_thread_wait_until_the_other_has_written(threads):
    waits, end = threads["The other one waits"], threads["Two is two"]
    assert answer(waits) == "lock key"
    idle = [core.thread is None for core in Moments(waits.trace).at(waits.span.begin_ns).cores]
    assert any(idle)
    assert variables(waits.trace, waits.span.end_ns)["n"] == "1"
    assert variables(end.trace, end.span.end_ns)["n"] == "2"


def test_one_core_switches_every_millisecond_from_the_beginning_to_the_end(one_core):
    trace = one_core["Full speed"].trace
    assert {id(shown.trace) for shown in one_core.values()} == {id(trace)}
    assert all(number * 1_000_000 == time_ns for number, time_ns in enumerate(trace.runs[0].dispatched))
    full = one_core["Full speed"]
    assert full.step.speed_ns == 1_000_000_000
    assert answer(one_core["How many switches?"]) == "6"


def test_all_three_programs_count_in_each_tenth_of_a_second_and_one_runs_at_a_time(one_core):
    full = one_core["Full speed"]
    times = range(full.span.begin_ns, full.span.end_ns + 1, 100_000_000)
    for process, name in enumerate(("row", "bar", "msg"), 1):
        counts = [int(variables(full.trace, t_ns, process)[name]) for t_ns in times]
        assert counts == sorted(set(counts))
    assert answer(one_core["Slow again"]) == "1"
    assert answer(one_core["What it costs"]) == "2 s"


def test_an_interrupted_thread_goes_on_behind_the_instruction_that_was_its_last(one_core):
    shown = one_core["And back again"]
    executed = shown.trace.executed[0]
    again_ns = instant_ns(shown.trace, parse_instant("dispatch P1·T1 #2"))
    before, after = executed.retired(again_ns), executed.at(again_ns)
    assert after == before + 1
    assert executed.end[before] == 1_000_000
    assert executed.start[after] == again_ns
