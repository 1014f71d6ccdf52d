import json
import platform
import subprocess
import sys

import pytest

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.storage.scenario_file import read_scenario
from desktop_app.storage.trace_file.writing import write_trace
from tests.cli.json_guide import keys_of, keys_told
from tests.scenarios import MS

SCENARIO = """\
[machine]
cores = 2
quantum = "1ms"
context_switch = "5us"
[scheduler]
policy = "round-robin"
[[process]]
name = "A"
program = "app.py"
arrival = "3ms"
launches = 2
[[process]]
name = "B"
bursts = "cpu 3ms, io disk 10ms, cpu 2ms"
"""


def test_the_example_ends_with_z_thirty(coreloom, app_py):
    code, out, err = coreloom("run", app_py, "--json")
    result = json.loads(out)
    assert (code, err) == (0, "")
    assert result["processes"] == [
        {
            "process": 1,
            "name": "app.py",
            "program": "app.py",
            "globals": {"x": "10", "y": "20", "z": "30"},
            "output": "",
            "exit_code": 0,
            "parent": None,
        }
    ]
    assert result["python"] == platform.python_version()
    assert result["source"] == str(app_py)
    (thread,) = result["threads"]
    assert thread["state"] == "terminated"
    assert thread["turnaround_ns"] == thread["cpu_ns"] == result["end_ns"]
    assert result["truncated"] is False


ENDING_BADLY = """
[[process]]
name = "C"
bursts = "cpu 1ms, lock a, cpu 2ms, lock b"
[[process]]
name = "D"
bursts = "cpu 1ms, lock b, cpu 2ms, lock a"
[[action]]
at = "1ms"
do = "kill"
process = "B"
"""
PERIODIC = """
[[process]]
name = "R"
bursts = "cpu 1ms"
period = "9ms"
"""


@pytest.mark.parametrize(
    ("text", "telling"), [(SCENARIO + ENDING_BADLY, ("deadlock", "events")), (PERIODIC, ("guarantees",))]
)
def test_the_guide_has_every_key(coreloom, app_py, text, telling):
    source = app_py.with_name("a.toml")
    source.write_text(text)
    result = json.loads(coreloom("run", source, "--json", "--until", "40ms")[1])
    assert all(result[key] for key in telling)
    causes = {cause for thread in result["threads"] for cause in thread["blocked_ns"]}
    names = {name for process in result["processes"] for name in process["globals"]}
    assert keys_of(result) - causes - names <= keys_told("run")


def test_the_table_names_the_thread_and_the_values(coreloom, app_py):
    code, out, _ = coreloom("run", app_py)
    assert code == 0
    assert "P1.T1" in out
    assert "z = 30" in out


def test_a_scenario_file(coreloom, app_py):
    path = app_py.with_name("two.toml")
    path.write_text(SCENARIO)
    code, out, _ = coreloom("run", path, "--json")
    result = json.loads(out)
    assert code == 0
    assert [thread["name"] for thread in result["threads"]] == ["P1.T1", "P2.T1", "P3.T1"]
    assert [process["globals"].get("z") for process in result["processes"]] == ["30", "30", None]
    assert result["threads"][2]["first_run_ns"] == 5_000
    assert result["threads"][0]["arrival_ns"] == 3 * MS


def test_options_replace_what_the_scenario_says(coreloom, app_py):
    path = app_py.with_name("two.toml")
    path.write_text(SCENARIO)
    options = ["--cores", "1", "--policy", "fcfs", "--context-switch", "0ms"]
    options += ["--processes", "3", "--threads", "2", "--seed", "7"]
    result = json.loads(coreloom("run", path, "--json", *options)[1])
    assert (result["cores"], result["policy"], result["quantum_ns"], result["seed"]) == (1, "fcfs", None, 7)
    assert len(result["threads"]) == 12
    assert json.loads(coreloom("run", path, "--json", "--quantum", "2ms")[1])["quantum_ns"] == 2 * MS


def test_times_of_what_did_not_finish_are_null(coreloom, tmp_path):
    path = tmp_path / "long.toml"
    path.write_text('[[process]]\nname = "A"\nbursts = "cpu 50ms"\n')
    result = json.loads(coreloom("run", path, "--json", "--until", "20ms")[1])
    (thread,) = result["threads"]
    assert result["end_ns"] == thread["cpu_ns"] == 20 * MS
    assert (thread["finish_ns"], thread["turnaround_ns"], thread["waiting_ns"]) == (None, None, None)
    assert (thread["state"], thread["dispatches"]) == ("ready", 20)


def test_an_endless_program_ends_at_a_limit_and_says_so(coreloom, app_py):
    app_py.write_text("while True: pass\n")
    code, out, err = coreloom("run", app_py, "--json")
    result = json.loads(out)
    assert code == 0
    assert result["truncated"] is True
    assert result["threads"][0]["state"] == "ready"
    assert err == "coreloom: the run was cut short at its limit of 1,000,000 instructions\n"


def test_an_uncaught_exception_exits_with_one(coreloom, app_py):
    app_py.write_text("x = 1\nprint('before')\ny = x / 0\n")
    code, out, _ = coreloom("run", app_py, "--json")
    (process,) = json.loads(out)["processes"]
    assert code == 1
    assert process["exit_code"] == 1
    assert process["output"].startswith("before\nTraceback (most recent call last):\n")
    assert process["output"].endswith("ZeroDivisionError: division by zero\n")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"x = 1\ny = = 2\n", ["app.py, line 2", "invalid syntax", "y = = 2", "^"]),
        (b"import socket\n", ["line 1", "import socket", "module socket"]),
        (b"x = 1\x00\n", ["null"]),
        (b"#" * 10 * 2**20, ["MiB"]),
        (b"x = '\xff'\n", ["utf-8"]),
        (b"(" * 100_000, ["app.py"]),
        (b"try: pass\nexcept* ValueError: pass\n", ["line 1", "except*"]),
    ],
    ids=["syntax", "import", "null bytes", "10 MB", "not UTF-8", "nesting", "except*"],
)
def test_a_program_that_cannot_be_loaded_exits_with_two(coreloom, app_py, source, words):
    app_py.write_bytes(source)
    code, out, err = coreloom("run", app_py, "--json")
    assert (code, out) == (2, "")
    assert err.startswith("coreloom: ")
    assert [word for word in words if word.lower() not in err.lower()] == []


def test_an_empty_file_is_a_program(coreloom, app_py):
    app_py.write_text("")
    code, out, _ = coreloom("run", app_py, "--json")
    assert code == 0
    assert json.loads(out)["processes"][0]["globals"] == {}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nope.py"], "nope.py"),
        (["--cores", "0"], "--cores"),
        (["--quantum", "-1ms"], "--quantum"),
        (["--policy", "lottary"], "lottery"),
        (["--until", "soon"], "--until"),
        (["--frobnicate"], "--frobnicate"),
    ],
)
def test_a_wrong_argument_exits_with_two(coreloom, app_py, arguments, words):
    source = [] if arguments[0].endswith(".py") else [app_py]
    code, out, err = coreloom("run", *source, *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_a_typo_in_a_scenario_names_file_key_value_and_what_would_be_right(coreloom, tmp_path):
    path = tmp_path / "typo.toml"
    path.write_text('[machine]\ncoers = 2\n[[process]]\nname = "A"\nbursts = "cpu 1ms"\n')
    code, _, err = coreloom("run", path)
    assert code == 2
    assert "typo.toml" in err
    assert "coers" in err
    assert "cores" in err


def test_no_qt_is_imported(app_py):
    script = (
        "import sys; from desktop_app.__main__ import main; main(['run', sys.argv[1]]); main(['policies']);"
        "sys.exit(any(name.startswith(('PySide6', 'shiboken6', 'numpy', 'pyqtgraph')) for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(app_py)], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr


def test_the_same_scenario_gives_the_same_bytes(coreloom, app_py):
    path = app_py.with_name("two.toml")
    path.write_text(SCENARIO)
    assert coreloom("run", path, "--json") == coreloom("run", path, "--json")


def test_a_process_that_a_signal_ended_is_no_failure_of_its_program(coreloom, tmp_path):
    scenario = tmp_path / "s.toml"
    scenario.write_text(
        '[[process]]\nname = "A"\nbursts = "cpu 9ms"\n[[action]]\nat = "2ms"\ndo = "terminate"\nprocess = "A"\n'
    )
    code, out, _ = coreloom("run", scenario, "--json")
    assert code == 0
    assert json.loads(out)["processes"][0]["exit_code"] == -15


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_recorded_run_prints_what_the_run_did(coreloom, tmp_path, options):
    source, recorded = tmp_path / "lab.toml", tmp_path / "lab.coretrace"
    (tmp_path / "app.py").write_text("print(1)\n1 / 0\n", "utf-8")
    source.write_text(SCENARIO, "utf-8")
    found = read_scenario(source)
    write_trace(simulate(found, BATCH_LIMITS).run(), found, recorded)
    assert coreloom("run", recorded, *options) == coreloom("run", source, *options)


def test_a_recorded_run_is_not_run_with_other_options(coreloom, tmp_path):
    code, out, err = coreloom("run", tmp_path / "lab.coretrace", "--cores", "4")
    assert (code, out) == (2, "")
    assert err == (
        'coreloom: --cores is "4": expected a program or a scenario as SOURCE; the run of a trace file is recorded as '
        "it was\n"
    )
