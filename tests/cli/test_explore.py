import json

import pytest

RACE = "counter = 0\ncounter = counter + 1\n"
RAISES = "x = 1\n1 // x\nx = 0\n"


@pytest.fixture
def race_py(tmp_path):
    path = tmp_path / "race.py"
    path.write_text(RACE)
    return path


def test_the_text_says_what_a_step_is_and_what_each_outcome_takes(coreloom, race_py):
    code, out, err = coreloom("explore", race_py, "--threads", "2")
    assert (code, err) == (0, "")
    assert "A step reads or writes what another thread may touch meanwhile" in out
    assert "race.py: 2 threads, any instruction" in out
    assert "contested variables: counter\n" in out
    assert "70 schedules, 2 outcomes" in out
    assert "  | P1·T1 line 1   counter = 0            sets counter = 0\n" in out
    assert "  |       line 2   counter = counter + 1  reads counter (0), works out 1, sets counter = 1\n" in out


def test_the_json_has_every_outcome(coreloom, race_py):
    code, out, _ = coreloom("explore", race_py, "--threads", "2", "--json")
    (program,) = json.loads(out)["programs"]
    assert code == 0
    assert (program["gil"], program["threads"], program["schedules"]) == ("any-instruction", 2, 70)
    assert (program["endless"], program["truncated"], program["contested"]) == (False, False, ["counter"])
    ways = {outcome["globals"][0]["counter"]: outcome["schedules"] for outcome in program["outcomes"]}
    assert sum(ways.values()) == 70
    assert set(ways) == {"1", "2"}
    first = program["outcomes"][0]["shortest"][0]
    assert (first["thread"], first["steps"], first["notes"][0]) == (
        "P1·T1",
        4,
        {"line": 1, "text": "sets counter = 0"},
    )


def test_with_the_gil_threads_give_way_in_fewer_places(coreloom, race_py):
    code, out, _ = coreloom("explore", race_py, "--threads", "2", "--gil", "gil")
    assert code == 0
    assert "2 schedules, 1 outcome " in out
    assert "With the GIL all that happens between two places" in out


def test_what_can_go_wrong_gives_exit_code_one(coreloom, tmp_path):
    path = tmp_path / "raises.py"
    path.write_text(RAISES)
    assert coreloom("explore", path)[0] == 0
    code, out, err = coreloom("explore", path, "--threads", "2")
    assert (code, err) == (1, "")
    assert "UNCAUGHT EXCEPTION in P1·T1" in out
    assert "ZeroDivisionError" in out


def test_each_program_of_a_scenario_is_explored_once(coreloom, race_py):
    path = race_py.with_name("two.toml")
    entry = '[[process]]\nname = "{}"\nprogram = "race.py"\nthreads = {}\nlaunches = 2\n'
    path.write_text(entry.format("A", 1) + entry.format("B", 2) + entry.format("C", 2))
    programs = json.loads(coreloom("explore", path, "--json")[1])["programs"]
    assert [program["threads"] for program in programs] == [1, 2]
    path.write_text('[[process]]\nname = "A"\nbursts = "cpu 1ms"\n')
    code, _, err = coreloom("explore", path)
    assert code == 2
    assert "expected at least one with a program to explore" in err


def test_a_bound_that_is_met_is_said(coreloom, race_py):
    code, out, err = coreloom("explore", race_py, "--threads", "2", "--states", "10")
    assert code == 0
    assert "stopped at 10 states: there may be more outcomes" in out
    assert err == "coreloom: race.py: stopped at 10 states: there may be more outcomes\n"
    code, _, err = coreloom("explore", race_py, "--states", "0")
    assert code == 2
    assert err == "coreloom: --states '0': expected a whole number from 1 to 5000000\n" or "--states" in err


def test_what_cannot_be_used_is_refused(coreloom, race_py, tmp_path):
    assert coreloom("explore", tmp_path / "none.py")[0] == 2
    assert coreloom("explore", race_py, "--gil", "lock")[0] == 2
    assert coreloom("explore", race_py, "--cores", "2")[0] == 2
