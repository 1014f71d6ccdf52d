"""What one go of a thread executed, and the steps that readers get of it."""

from __future__ import annotations

from desktop_app.program.effects import NameWrite, OutputWrite, Shown, Step
from desktop_app.program.log import Log
from desktop_app.program.process import ProcessImage
from desktop_app.program.values import NOTHING, Pushed
from tests.program.samples import loaded

PROGRAM = loaded("x = 5\nprint(x)\ndel x\n")


def test_steps_are_made_of_the_columns() -> None:
    names = [line.opname for line in PROGRAM.listing.lines]
    log = Log()
    log.add(names.index("LOAD_CONST"), 1, 5)
    log.add(names.index("STORE_NAME"), 0, 5)
    log.add(names.index("PUSH_NULL"), 3, Pushed((1, "a", None)))
    log.add(names.index("DELETE_NAME"), 2, NOTHING)
    log.writes[2] = (OutputWrite("text"),)
    pushed, stored, several, deleted = log.steps(PROGRAM.code)
    assert pushed[1:] == (0, (Shown("5"),), ())
    assert stored.pushed == ()
    assert stored.writes == (NameWrite("x", Shown("5"), stored.writes[0].size_bytes),)
    assert (several.keep, [shown.text for shown in several.pushed]) == (0, ["1", "'a'", "None"])
    assert several.writes == (OutputWrite("text"),)
    assert deleted.writes == (NameWrite("x", None, 0),)
    assert all(isinstance(step, Step) for step in (pushed, stored, several, deleted))


def test_a_batch_counts_what_it_executed_and_says_it_again() -> None:
    batch = ProcessImage(PROGRAM).start_thread().run(4)
    assert batch.count == len(batch.steps) == 4
    assert batch.steps == batch.steps
