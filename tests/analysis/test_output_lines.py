from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.analysis.output_lines import MOST_CHARACTERS, OutputLines
from desktop_app.trace.history import forget_before
from tests.scenarios import MS, program, run

pieces = st.lists(st.tuples(st.integers(0, 3), st.text("ab\n", max_size=5)), max_size=12)


@cache
def silent():
    return run(program("x = 1\n"), program("x = 1\n"), until_ns=200 * MS)


def printed(*processes):
    """A trace of up to two processes that printed (after so long, text) each."""
    trace = silent()
    trace.known_until_ns = 100
    for process, found in enumerate([*processes, []][:2]):
        time = 0
        output = trace.memory[process].output
        del output.time[:], output.thread[:], output.text[:]
        for after, text in found:
            time += after
            output.append(time, process, text)
    return trace


def texts(lines, t_ns, process=-1):
    return [lines.line(number, t_ns, process).text for number in range(lines.count(t_ns, process))]


@given(pieces, pieces, st.integers(0, 40))
def test_joined_again_they_are_what_was_printed_by_then(first, second, t_ns):
    trace = printed(first, second)
    lines = OutputLines(trace)
    lines.count(100)
    for process in (0, 1):
        whole = trace.memory[process].output.until(t_ns)
        assert texts(lines, t_ns, process) == (whole.removesuffix("\n").split("\n") if whole else [])
    found = [lines.line(number, t_ns) for number in range(lines.count(t_ns))]
    assert [line.time_ns for line in found] == sorted(line.time_ns for line in found)
    for process in (0, 1):
        assert [line.text for line in found if line.process == process] == texts(lines, t_ns, process)


@given(pieces, pieces)
def test_it_is_the_same_however_the_trace_grew(first, second):
    trace = printed(first, second)
    whole, grown = OutputLines(trace), OutputLines(trace)
    for known in range(0, 40, 3):
        trace.known_until_ns = known
        grown.count(known)
    trace.known_until_ns = 100
    assert [grown.line(n, 100) for n in range(grown.count(100))] == [
        whole.line(n, 100) for n in range(whole.count(100))
    ]


def test_tracebacks_are_told_from_what_was_printed():
    trace = run(program("print('before')\ndef f():\n    return 1 // 0\nf()\n"))
    lines = OutputLines(trace)
    t_ns = trace.known_until_ns
    found = [lines.line(number, t_ns) for number in range(lines.count(t_ns))]
    assert [line.is_traceback for line in found] == [False] + [True] * (len(found) - 1)
    assert found[1].text == "Traceback (most recent call last):"
    assert found[-1].text.startswith("ZeroDivisionError")


def test_output_behind_a_traceback_is_none():
    trace = printed([(1, "Traceback (most recent call last):\n  File\nValueError\nnext\n")])
    lines = OutputLines(trace)
    assert lines.count(9) == 4
    assert [lines.line(number, 9).is_traceback for number in range(4)] == [True, True, True, False]


def test_a_very_long_line_is_shortened():
    trace = printed([(1, "a" * 3_000), (1, "b" * 3_000), (1, "c" * 3_000)])
    lines = OutputLines(trace)
    assert lines.count(9) == 1
    text = lines.line(0, 9).text
    assert len(text) == MOST_CHARACTERS + 1
    assert text.endswith("b…")


def test_who_printed_is_known_and_what_is_forgotten_is_no_more():
    trace = run(program("for i in range(30):\n    print(i)\n"))
    lines = OutputLines(trace)
    assert lines.printed(trace.known_until_ns) == [0]
    assert lines.printed(0) == []
    forget_before(trace, trace.known_until_ns // 2, [])
    assert lines.count(trace.known_until_ns) == len(trace.memory[0].output.text)
