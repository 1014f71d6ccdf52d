import json
import subprocess
import sys
from dataclasses import replace

import pytest

from desktop_app.cli import compare
from tests.cli.json_guide import keys_of, keys_told

LOOP = "total = 0\nfor i in range(3):\n    total += i\n"


@pytest.fixture
def loop_py(tmp_path):
    path = tmp_path / "loop.py"
    path.write_text(LOOP)
    return path


def metrics_of(out):
    return {metric["key"]: [cell["value"] for cell in metric["cells"]] for metric in json.loads(out)["metrics"]}


def test_two_programs(coreloom, app_py, loop_py):
    code, out, err = coreloom("compare", app_py, loop_py, "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert [side["title"] for side in found["sides"]] == ["app.py", "loop.py"]
    ends = [json.loads(coreloom("run", path, "--json")[1])["end_ns"] for path in (app_py, loop_py)]
    assert metrics_of(out)["makespan_ns"] == ends
    assert keys_of(found) <= keys_told("compare")
    assert coreloom("compare", app_py, loop_py, "--json")[1] == out


def test_variants_of_one_program(coreloom, loop_py):
    code, out, _ = coreloom(
        "compare", loop_py, "--cores", "4", "--variant", "processes=4", "--variant", "threads=4", "--json"
    )
    found = json.loads(out)
    assert code == 0
    assert [(side["cores"], side["processes"], side["threads"]) for side in found["sides"]] == [(4, 4, 4), (4, 1, 4)]
    assert metrics_of(out)["cores_used"][0] > metrics_of(out)["cores_used"][1]


def test_one_variant_is_compared_to_the_source(coreloom, loop_py):
    code, out, _ = coreloom("compare", loop_py, "--variant", "cores=2")
    assert code == 0
    assert out.split("\n", 1)[0].split() == ["as", "it", "is", "cores=2"]
    assert "Makespan" in out


def test_files_of_one_name_are_told_apart(coreloom, loop_py, tmp_path):
    other = tmp_path / "other" / "loop.py"
    other.parent.mkdir()
    other.write_text(LOOP)
    titles = [side["title"] for side in json.loads(coreloom("compare", loop_py, other, "--json")[1])["sides"]]
    assert titles == [str(loop_py), str(other)]
    same = json.loads(coreloom("compare", loop_py, loop_py, "--json")[1])["sides"]
    assert [side["title"] for side in same] == [f"{loop_py} (1)", f"{loop_py} (2)"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "coreloom: compare has 1 source: expected 2 to 4 sources"),
        (["--variant", "cors=1"], 'coreloom: --variant is "cors"'),
        (["--variant", "cores=99"], 'coreloom: --variant "cores=99": cores is "99"'),
        (["--variant", "cores=1"] * 5, "coreloom: compare has 5 variants: expected 2 to 4"),
        (["missing.py"], "coreloom: missing.py:"),
        (["--cores", "0", "--variant", "cores=1"], 'coreloom: --cores is "0"'),
    ],
)
def test_what_cannot_be_compared_is_refused(coreloom, loop_py, arguments, message):
    code, out, err = coreloom("compare", loop_py, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(message)


def test_variants_of_several_sources_are_refused(coreloom, loop_py, app_py):
    code, _, err = coreloom("compare", loop_py, app_py, "--variant", "cores=2")
    assert code == 2
    assert err.startswith("coreloom: --variant is given for 2 sources: expected one SOURCE")


def test_an_uncaught_exception_is_told_by_the_exit_code(coreloom, tmp_path, app_py):
    path = tmp_path / "bad.py"
    path.write_text("x = 1 / 0\n")
    assert coreloom("compare", app_py, path)[0] == 1


def test_all_traces_together_take_no_more_than_one_may(coreloom, tmp_path, monkeypatch):
    path = tmp_path / "endless.py"
    path.write_text("n = 0\nwhile True:\n    n = n + 1\n")
    monkeypatch.setattr(compare, "BATCH_LIMITS", replace(compare.BATCH_LIMITS, trace_bytes=4 << 20))
    code, out, err = coreloom("compare", path, path, path, path, "--json")
    sides = json.loads(out)["sides"]
    assert {side["truncated_reason"] for side in sides} == {"the run was cut short at its limit of 1 MiB of trace"}
    assert (code, err.count("\n"), err.count("1 MiB of trace")) == (0, 4, 4)


def test_it_imports_no_qt(loop_py, app_py):
    code = (
        "import sys; from desktop_app.__main__ import main; "
        f"main(['compare', {str(loop_py)!r}, {str(app_py)!r}]); "
        "print('PySide6' in sys.modules, 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False False\n")
