"""The same scenario gives the same trace, column for column, on every platform and Python version."""

import json
from pathlib import Path

import pytest

from desktop_app.trace.invariants import violations
from tests.golden import SCENARIOS, golden_trace

GOLDEN = Path(__file__).with_name("golden")


def rows(*columns):
    return [list(row) for row in zip(*columns, strict=True)]


def described(trace):
    """Everything that happened, a row a line."""
    return {
        "end_ns": trace.known_until_ns,
        "causes": trace.causes,
        "runs: start end thread kind cause switches burst left": [rows(*runs.columns()) for runs in trace.runs],
        "states: time state order cause core": [
            rows(states.time, states.state, states.order, states.cause, states.core) for states in trace.states
        ],
        "executed: start end line done stack": [
            [
                [*row, [trace.values.text[value] for value in trace.stacks.values(node)]]
                for *row, node in rows(executed.start, executed.end, executed.line, executed.done, executed.node)
            ]
            for executed in trace.executed
        ],
        "writes: time value thread": [
            {
                name: [
                    [time, None if value < 0 else trace.values.text[value], thread]
                    for time, value, thread in rows(table.time, table.value, table.thread)
                ]
                for name, table in memory.globals.items()
            }
            for memory in trace.memory
        ],
        "output": [rows(memory.output.time, memory.output.text) for memory in trace.memory],
        "globals": [memory.final_globals for memory in trace.memory],
    }


def as_text(value):
    """JSON with one row a line, so that a difference can be read."""
    if isinstance(value, dict):
        body = ",\n".join(f"{json.dumps(key)}: {as_text(item)}" for key, item in value.items())
        return f"{{\n{body}\n}}"
    if isinstance(value, list) and any(isinstance(item, (list, dict)) for item in value):
        return (
            "[\n" + ",\n".join(as_text(item) if isinstance(item, dict) else json.dumps(item) for item in value) + "\n]"
        )
    return json.dumps(value)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_trace_is_the_stored_one(name, monkeypatch, store):
    trace = golden_trace(name, monkeypatch)
    assert list(violations(trace)) == []
    path = GOLDEN / f"{name}.json"
    found = json.loads(as_text(described(trace)))
    if store:
        path.write_text(as_text(described(trace)) + "\n", "utf-8")
    assert found == json.loads(path.read_text("utf-8"))
