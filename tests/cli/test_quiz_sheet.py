from desktop_app.cli.quiz_sheet import exercise_json, sheet
from desktop_app.teaching.practice.exercises import Stream
from desktop_app.teaching.practice.topics import TOPICS


def test_a_table_stands_in_line_and_answers_are_one_of_the_choices():
    source = Stream(TOPICS["mlfq"], 1)
    exercises = [source.next(5) for _ in range(2)]
    text = sheet(TOPICS["mlfq"], 1, exercises, level=5, answers=True)
    lines = text.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("| process"))
    assert lines[first + 1].startswith("|--")
    table = [line for line in lines[first : first + 10] if line.startswith("|")]
    assert len({len(line) for line in table}) == 1
    for exercise in exercises:
        assert f"**Answer: {exercise.question.answer}**" in text
        known = exercise_json(exercise, answers=True)
        assert known["answer"] in known["choices"]
        assert known["level"] == 5
