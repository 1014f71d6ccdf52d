"""``coreloom quiz``: sheets that come out the same again, with answers that the runs gave."""

import json

import pytest

from desktop_app.__main__ import main
from desktop_app.teaching.practice.topics import TOPICS
from tests.cli.json_guide import keys_of, keys_told


def printed(capsys, *arguments):
    assert main(["quiz", *arguments]) == 0
    return capsys.readouterr().out


def test_the_same_seed_gives_the_same_bytes(capsys):
    first = printed(capsys, "--topic", "round-robin", "--seed", "7")
    assert first == printed(capsys, "--topic", "round-robin", "--seed", "7")
    assert first != printed(capsys, "--topic", "round-robin", "--seed", "8")
    assert first.count("\n## ") == 10


def test_a_sheet_has_the_workload_and_room_for_answers(capsys):
    text = printed(capsys, "--topic", "priority", "--seed", "1", "--count", "2", "--level", "3")
    assert text.startswith("# Priorities: questions\n")
    assert text.count("| process | arrival") == 2
    assert "priority |" in text
    assert text.count("Why? ___") == 2
    assert "Answer" not in text
    assert "[x]" not in text
    assert "`coreloom quiz --topic priority --seed 1 --count 2 --level 3`" in text


def test_answers_mark_the_right_choice_and_say_why(capsys):
    questions = printed(capsys, "--topic", "srtf", "--seed", "2", "--count", "3")
    answers = printed(capsys, "--topic", "srtf", "--seed", "2", "--count", "3", "--answers")
    assert answers.count("- [x] ") == answers.count("**Answer: ") == 3
    asked = [line for line in questions.splitlines() if line.startswith("## ")]
    assert asked == [line for line in answers.splitlines() if line.startswith("## ")]


def test_a_program_is_printed_as_code(capsys):
    text = printed(capsys, "--topic", "threads-and-processes", "--count", "1")
    assert "`app.py`:\n\n    import " in text


def test_json_has_answers_only_when_asked(capsys):
    found = json.loads(printed(capsys, "--topic", "io", "--count", "1", "--json"))
    (exercise,) = found["exercises"]
    assert found["topic"] == "io"
    assert exercise["processes"][0]["process"] == "P1"
    assert "answer" not in exercise
    (exercise,) = json.loads(printed(capsys, "--topic", "io", "--count", "1", "--json", "--answers"))["exercises"]
    assert exercise["answer"] in exercise["choices"]
    columns = keys_of(exercise["processes"])
    assert keys_of(exercise) - columns <= keys_told("quiz")


def test_topics_are_listed(capsys):
    assert [line.split()[0] for line in printed(capsys, "--list").splitlines()] == list(TOPICS)
    assert [topic["name"] for topic in json.loads(printed(capsys, "--list", "--json"))] == list(TOPICS)


def test_a_sheet_is_written_to_a_file(capsys, tmp_path):
    out = tmp_path / "sheet.md"
    assert printed(capsys, "--topic", "fcfs", "--count", "1", "--output", str(out)) == f"{out}: 1 question\n"
    assert out.read_text("utf-8") == printed(capsys, "--topic", "fcfs", "--count", "1")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--topic", "rr"], '--topic is "rr": expected one of fcfs'),
        ([], "--topic: expected one of fcfs"),
        (["--topic", "fcfs", "--count", "0"], '--count is "0": expected a whole number from 1 to 200'),
        (["--topic", "fcfs", "--count", "many"], '--count is "many"'),
        (["--topic", "fcfs", "--seed", "-1"], '--seed is "-1": expected a whole number from 0'),
        (["--topic", "fcfs", "--level", "6"], '--level is "6": expected a whole number from 1 to 5'),
    ],
)
def test_what_cannot_be_printed_is_refused(capsys, arguments, says):
    assert main(["quiz", *arguments]) == 2
    assert says in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_said(capsys, tmp_path):
    assert main(["quiz", "--topic", "fcfs", "--output", str(tmp_path / "none" / "sheet.md")]) == 2
    assert "sheet.md" in capsys.readouterr().err
