import pytest

from desktop_app.engine.schedules.freezing import Freezer, Outside
from desktop_app.engine.schedules.steps import StepRules
from desktop_app.program.effects import Outcome
from tests.engine.schedules.programs import prepared
from tests.program.samples import loaded

BEFORE = "counter = 0\nitems = [1]\ntext = 'a'\n"


def steps(source, contested=("counter",)):
    """Return what is noted of the instructions that are steps."""
    program = loaded(source)
    image = prepared(program, BEFORE)
    freezer = Freezer(Outside({}))
    freezer.freeze([image])
    thread, rules = image.start_thread(), StepRules(program, contested)
    found, after, outcome = [], None, Outcome.RAN
    while outcome is Outcome.RAN:
        is_step = rules.is_step(thread, freezer.numbers, published=False, after=after)
        after = rules.place(thread) if is_step else after
        wording = rules.wording(thread)
        batch = thread.run(1)
        outcome = batch.outcome
        found += [rules.note(wording, batch, thread._frame)] if is_step else []
    return [note.text for note in found]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("counter = counter + 1", ["reads counter (0)", "works out 1", "sets counter = 1"]),
        ("x = counter + 1", ["reads counter (0)"]),
        ("x = 1 + 2 * len(text)", []),
        ("del counter", ["deletes counter"]),
        ("print(text)", ["prints 'a'"]),
        ("x = [1]\nx[0] = 2\nx.append(3)\nfor y in x:\n    pass", []),
        ("for y in range(2):\n    pass", []),
        ("x = int(text == 'b')", []),
    ],
)
def test_which_instructions_are_steps(source, expected):
    assert steps(source + "\n") == expected


def test_what_others_reach_makes_steps_of_what_touches_it():
    assert len(steps("items[0] += 1\n")) == 3
    assert len(steps("items.append(2)\n")) == 1
    assert len(steps("x = len(items)\n")) == 1
    assert len(steps("x = [items] == [items]\n")) == 1
    # Each item, and that there are no more.
    assert len(steps("for x in items:\n    pass\n")) == 2


def test_what_raises_is_said():
    (text,) = steps("try:\n    counter\nexcept NameError:\n    pass\n", contested=("counter",))
    assert text == "reads counter (0)"
    assert steps("try:\n    items[9]\nexcept IndexError:\n    pass\n")[0].endswith(
        "raises IndexError('list index out of range')"
    )
