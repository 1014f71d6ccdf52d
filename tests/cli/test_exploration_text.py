from desktop_app.cli.exploration_text import (
    MAX_NOTES,
    MAX_OUTCOMES,
    MAX_ROWS,
    exploration_json,
    exploration_text,
    steps_text,
)
from desktop_app.model.machine import GilMode
from tests.engine.schedules.programs import explored, started


def test_a_deadlock_says_who_waits_for_what():
    source = "a, b = threading.Lock(), threading.Lock()\ndef work(first, second):\n    with first:\n"
    source += "        with second:\n            pass\n"
    exploration = started(source, "work, args=(a, b)", "work, args=(b, a)")
    text = exploration_text(exploration)
    assert ": DEADLOCK\n  P1·T1 waits for Thread-1 (work)'s end in line 13: _one.join()\n" in text
    assert "  P1·T2 waits for lock b in line 5: with second:\n" in text
    assert "  P1·T3 waits for lock a in line 5: with second:\n" in text
    assert "  | P1·T2 line 4   with first:   enters with first\n" in text
    deadlocks = [outcome["deadlock"] for outcome in exploration_json(exploration)["outcomes"] if outcome["deadlock"]]
    assert [
        {"thread": "P1·T2", "waits_for": "lock b", "line": 5},
        {"thread": "P1·T3", "waits_for": "lock a", "line": 5},
    ] in [deadlock[1:] for deadlock in deadlocks]


def test_only_variables_that_differ_are_shown():
    text = exploration_text(explored("counter += 1\n", before="counter = 0\nother = 5\n"))
    assert "18 schedules: counter = 1\n" in text
    assert "other" not in text
    assert "other = 5" in exploration_text(explored("counter = 1\n", before="counter = 0\nother = 5\n"))


def test_schedules_without_number_are_said_to_be_so():
    text = exploration_text(explored("while not counter:\n    pass\n"))
    assert "schedules without number lead to 0 outcomes" in text
    assert "some schedules never end" in text


def test_what_is_printed_is_shown_where_it_differs():
    text = exploration_text(explored("counter += 1\nprint(counter)\n"))
    assert "  prints:\n    1\n    2\n" in text
    assert "prints:" not in exploration_text(explored("counter += 1\nprint('x')\n"))


def test_long_turns_and_many_outcomes_are_cut_off():
    exploration = explored("counter = counter + counter + counter + counter + 1; counter = 1\n", before="counter = 1\n")
    assert f"... {10 - MAX_NOTES} more ..., sets counter = 1" in exploration_text(exploration)
    exploration = explored("counter = counter\n" * (MAX_ROWS + 2), threads=1, before="counter = 0\n")
    assert not exploration.contested
    many = explored("counter = counter * 3 + 1\nother = other * 2 + counter\n" * 2, before="counter = 0\nother = 0\n")
    assert len(many.outcomes) > MAX_OUTCOMES
    assert f"... and {len(many.outcomes) - MAX_OUTCOMES} more outcomes; --json has them all" in exploration_text(many)


def test_what_a_step_is_depends_on_the_gil():
    assert "With the GIL" in steps_text({GilMode.GIL})
    assert "With the GIL" not in steps_text({GilMode.ANY_INSTRUCTION})
