"""The same scenario gives the same trace, column for column, on every platform and Python version."""

import json
from pathlib import Path

import pytest

from desktop_app.model.scenario import Placement
from desktop_app.model.workload import DeviceSpec, Parameters, ResourceKind, ResourceSpec
from desktop_app.policies.registry import POLICIES
from desktop_app.trace.invariants import violations
from desktop_app.trace.lives import Lives
from tests.engine.observed import digest, do, running, task
from tests.golden import SCENARIOS, golden_trace
from tests.scenarios import MS, bursts

GOLDEN = Path(__file__).with_name("golden")


def rows(*columns):
    return [list(row) for row in zip(*columns, strict=True)]


def described(trace):
    """Everything that happened, a row a line."""
    lives = Lives(trace)
    return {
        "end_ns": trace.known_until_ns,
        "causes": [cause.text for cause in trace.causes],
        "runs: start end thread kind cause": [
            rows(runs.start, runs.end, runs.thread, runs.kind, runs.cause) for runs in trace.runs
        ],
        "states: time state core cause": [
            [[change.time_ns, change.state.label, change.core, change.cause] for change in lives.changes(thread)]
            for thread in range(len(trace.threads))
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


def busy(policy, placement):
    """A bit of everything that needs no program; the text of a program's bytecode differs between versions."""
    return running(
        bursts(
            "cpu 7ms, io disk 3ms, lock m, cpu 2ms, unlock m", launches=3, parameters=Parameters(priority=3, nice=5)
        ),
        bursts("cpu 1ms, lock m, cpu 2ms, unlock m, sleep 2ms, cpu 4ms", name="B", threads=2, arrival_ns=MS),
        task(2, 10, name="C", parameters=Parameters(priority=1, tickets=300)),
        bursts("acquire s, cpu 3ms, release s", name="D", threads=3, parameters=Parameters(affinity=(1,))),
        policy=policy,
        placement=placement,
        balance_ns=5 * MS,
        cores=2,
        context_switch_ns=30_000,
        migration_ns=20_000,
        resources=(
            ResourceSpec(name="m", kind=ResourceKind.MUTEX, inherit=True),
            ResourceSpec(name="s", kind=ResourceKind.SEMAPHORE, count=2),
        ),
        devices=(DeviceSpec(name="disk"),),
        actions=(do(12, "nice", "A", value=-5), do(20, "launch", "B"), do(25, "kill", "D")),
        until_ns=80 * MS,
    )


def test_every_policy_gives_the_stored_run_on_every_version_of_python(store):
    found = {
        f"{policy} {placement.value}": digest(busy(policy, placement)) for policy in POLICIES for placement in Placement
    }
    path = GOLDEN / "digests.json"
    if store:
        path.write_text(json.dumps(found, indent=0) + "\n", "utf-8")
    assert found == json.loads(path.read_text("utf-8"))
