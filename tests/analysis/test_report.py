import json

from desktop_app.analysis.report import report
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.program.effects import StartProcess
from tests.engine.scripted_programs import Machine, ScriptedImage, ScriptedThread
from tests.scenarios import MS, bursts, periodic, program, run

DEADLOCK = (
    bursts("cpu 1ms, lock a, cpu 2ms, lock b, cpu 1ms", name="A"),
    bursts("cpu 1ms, lock b, cpu 2ms, lock a, cpu 1ms", name="B"),
)


def test_a_report_is_json_with_the_documented_keys():
    result = json.loads(json.dumps(report(run(program()))))
    assert set(result) == {
        "source", "policy", "placement", "cores", "quantum_ns", "context_switch_ns", "gil", "seed", "python", "end_ns",
        "hyperperiod_ns", "truncated", "truncated_reason", "threads", "processes", "metrics", "events", "deadlock",
        "stuck", "queue_length", "guarantees",
    }  # fmt: skip
    assert set(result["threads"][0]) == {
        "process", "thread", "name", "state", "arrival_ns", "first_run_ns", "finish_ns", "cpu_ns",
        "waiting_ns", "turnaround_ns", "response_ns", "slowdown", "blocked_ns", "ready_ns", "longest_ready_ns",
        "dispatches", "preemptions", "voluntary_switches", "involuntary_switches", "migrations",
        "jobs", "completed_jobs", "first_response_ns", "worst_response_ns", "deadline_misses",
    }  # fmt: skip
    assert set(result["processes"][0]) == {"process", "name", "program", "globals", "output", "exit_code", "parent"}
    assert set(result["metrics"]) == {
        "cpu_utilisation", "throughput_per_s", "mean_turnaround_ns", "mean_waiting_ns", "mean_response_ns",
        "mean_slowdown", "mean_ready", "context_switches", "switching_share", "migrations", "fairness", "percentiles",
        "deadline_misses", "starvation_bound_ns", "starved", "processes", "cores",
    }  # fmt: skip
    assert result["metrics"]["cores"] == [{"core": 0, "utilisation": 1.0, "switches": 1}]
    assert result["threads"][0]["jobs"] is None


def test_a_periodic_thread_has_jobs():
    (thread,) = report(run(periodic("cpu 5ms", 20 * MS), policy="edf", until_ns=50 * MS))["threads"]
    assert (thread["jobs"], thread["completed_jobs"], thread["deadline_misses"]) == (3, 3, 0)
    assert (thread["first_response_ns"], thread["worst_response_ns"]) == (5 * MS, 5 * MS)
    assert (thread["turnaround_ns"], thread["waiting_ns"]) == (None, None)


def test_a_deadlock_says_who_holds_and_wants_what():
    result = report(run(*DEADLOCK))
    assert result["deadlock"] == {
        "at_ns": 6 * MS,
        "cycle": [
            {"thread": "P1.T1", "holds": ["mutex a"], "wants": "mutex b", "held_by": ["P2.T1"]},
            {"thread": "P2.T1", "holds": ["mutex b"], "wants": "mutex a", "held_by": ["P1.T1"]},
        ],
    }
    assert result["stuck"] is None


def test_signals_and_misuse_are_events():
    actions = [
        Action(at_ns=MS, kind=ActionKind.KILL, process="A", thread=1),
        Action(at_ns=2 * MS, kind=ActionKind.TERMINATE, process="A"),
    ]
    result = report(run(bursts("cpu 9ms"), bursts("cpu 1ms, unlock m", name="B"), cores=2, actions=actions))
    told = {event["kind"]: event for event in result["events"]}
    assert told == {
        "misused": {"kind": "misused", "time_ns": MS, "process": 2, "thread": 1, "value": 0, "resource": "m"},
        "refused": {"kind": "refused", "time_ns": MS, "process": 1, "thread": 1, "value": 9, "resource": None},
        "signalled": {
            "kind": "signalled", "time_ns": 2 * MS, "process": 1, "thread": None, "value": 15, "resource": None
        },
    }  # fmt: skip


def test_the_length_of_the_queue_over_time():
    result = report(run(bursts("cpu 2ms", launches=3), policy="fcfs"))
    assert result["queue_length"] == {"time_ns": [0, 2 * MS, 4 * MS], "length": [2, 1, 0], "longest": 2}
    assert report(run(bursts("cpu 60ms", launches=2), quantum_ns=1_000))["queue_length"] is None


def test_what_can_be_promised_of_periodic_tasks():
    result = report(run(periodic("cpu 3ms", 7 * MS), periodic("cpu 3ms", 12 * MS, name="B"), policy="rate-monotonic"))
    promised = result["guarantees"]
    assert (promised["test"], promised["schedulable"]) == ("response-time analysis", True)
    assert promised["worst_response_ns"] == [3 * MS, 6 * MS]
    assert report(run(bursts("cpu 1ms")))["guarantees"] is None


def test_a_process_says_which_one_started_it(monkeypatch):
    child = ScriptedThread(1)
    main = ScriptedThread(1, StartProcess(ScriptedImage(child), child, "fork", False))
    result = report(Machine(monkeypatch).run(lambda: ScriptedImage(main)))
    assert [(process["process"], process["parent"]) for process in result["processes"]] == [(1, None), (2, 1)]
    assert [thread["name"] for thread in result["threads"]] == ["P1.T1", "P2.T1"]
    assert [thread["arrival_ns"] for thread in result["threads"]] == [0, 100_000]
