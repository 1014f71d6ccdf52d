import json

from desktop_app.analysis.report import report
from tests.scenarios import bursts, program, run


def test_a_report_is_json_with_the_documented_keys():
    result = json.loads(json.dumps(report(run(program(threads=2)))))
    assert {"source", "policy", "cores", "quantum_ns", "python", "end_ns", "threads", "processes", "metrics"} <= set(
        result
    )
    assert set(result["threads"][0]) == {
        "process", "thread", "name", "state", "arrival_ns", "first_run_ns", "finish_ns", "cpu_ns",
        "waiting_ns", "turnaround_ns", "response_ns", "dispatches", "preemptions", "migrations",
    }  # fmt: skip
    assert set(result["metrics"]) == {
        "cpu_utilisation", "throughput_per_s", "mean_turnaround_ns", "mean_waiting_ns",
        "mean_response_ns", "context_switches", "fairness",
    }  # fmt: skip


def test_the_table_shows_output_and_dashes_for_what_is_not_known():
    trace = run(program("print('hello')\n"), bursts("cpu 90ms"), until_ns=20_000_000)
    text = table(trace)
    assert "    hello" in text
    assert any(line.startswith("P2.T1") and line.split()[-3] == "-" for line in text.splitlines())
