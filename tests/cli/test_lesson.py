import json

import pytest

from tests.cli.json_guide import keys_of, keys_told
from tests.storage.lessons import lesson_text, step_text, with_files


@pytest.fixture
def lesson_md(tmp_path):
    path = with_files(tmp_path) / "lesson.md"
    asked = step_text('from = "1ms"\n[question]\nask = "makespan"', title="Two", caption="It *ends*.")
    path.write_text(lesson_text(step_text('scenario = "two.toml"\nlit = ["core 0"]\nat = "2ms"'), asked))
    return path


def test_a_lesson_is_listed(coreloom, lesson_md):
    code, out, err = coreloom("lesson", lesson_md)
    assert (code, err) == (0, "")
    assert "  1. One\n     Two · 2 ms · all · lit: core 0\n     What one sees.\n" in out
    assert "  2. Two\n     Two · 1 ms to 6 ms · all · asks makespan\n     It ends.\n" in out


def test_the_same_as_json(coreloom, lesson_md):
    code, out, _ = coreloom("lesson", lesson_md, "--json")
    steps = json.loads(out)["steps"]
    assert code == 0
    assert [(step["begin_ns"], step["end_ns"]) for step in steps] == [(2_000_000, 2_000_000), (1_000_000, 6_000_000)]
    assert [step["question"] for step in steps] == [None, "makespan"]
    assert keys_of(json.loads(out)) <= keys_told("lesson")


def test_what_is_wrong_is_refused(coreloom, lesson_md):
    lesson_md.write_text(lesson_text(step_text('scenario = "two.toml"\nat = "1s"')))
    code, out, err = coreloom("lesson", lesson_md)
    assert (code, out) == (2, "")
    assert f'{lesson_md}, line 5: step "One": "1s" is outside the run' in err
