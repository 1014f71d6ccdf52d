import pytest

from desktop_app.analysis import local_changes as module
from desktop_app.analysis.local_changes import local_changes
from tests.scenarios import program, run

SOURCE = """\
def inner(n):
    n = n * 2
    return n

def f(a):
    b = inner(a)
    b = inner(b)
    return b

f(3)
f(4)
"""


@pytest.fixture(scope="module")
def trace():
    return run(program(SOURCE))


def history(trace):
    """What the trace says of each call of f, from its beginning to its end, the slow way."""
    table, frames, before = trace.calls[0], trace.frames, {}
    for time, node in zip(table.time, table.node, strict=True):
        if node < 0:
            continue
        call = frames.frame(node)
        name = trace.listings[0].function(call.function).name
        if name == "<module>":
            before = {}
        if name == "f":
            for place, value in call.values.items():
                if place not in before or before[place][1] != value:
                    before[place] = (time, value, before[place][1] if place in before else None)
            yield time, node, {place: (since, old) for place, (since, _, old) in before.items()}


def test_each_local_variable_has_its_last_change_calls_in_between_or_not(trace):
    rows = list(history(trace))
    assert len(rows) > 6
    for time, node, wanted in rows:
        found = local_changes(trace, 0, node, time)
        assert {place: (change.time_ns, change.before) for place, change in found.items()} == wanted


def test_a_change_too_far_back_is_not_known(trace, monkeypatch):
    monkeypatch.setattr(module, "MOST_CHANGES", 1)
    time, node, _ = list(history(trace))[-1]
    assert {change.time_ns for change in local_changes(trace, 0, node, time).values()} == {None}
