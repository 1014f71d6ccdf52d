"""Exploring with steps finds what trying every order of single instructions finds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.program.effects import Outcome
from desktop_app.program.text import full_text
from tests.engine.schedules.programs import explored, maker
from tests.program.samples import loaded

BEFORE = "a = 0\nb = 1\nitems = [3]\nsame = items\n"
STATEMENTS = st.sampled_from(
    [
        "a = a + 1",
        "b += a",
        "a = b",
        "if a:\n    b = 5",
        "if a > b:\n    a = 0\nelse:\n    b = 7",
        "items.append(a)",
        "items[0] += 1",
        "same[-1] = b",
        "b = len(items)",
        "a = items[0]",
        "items = [a]",
        "same = items",
        "del items[0]",
        "b = (a, b)[a == 0]",
        "try:\n    a = items[1]\nexcept IndexError:\n    b = -1",
        "print(a)",
    ]
)


def naive_state(image, threads, over, output):
    """Return a state as text: no list here is told from an equal one but by being the same one elsewhere."""
    objects = [
        [full_text(value, 1_000) for value in (*thread._frame.stack, *thread._frame.slots)] for thread in threads
    ]
    lists = [value for thread in threads for value in thread._frame.stack if hasattr(value, "items")]
    held = image._space.variables
    found = [value[0] if isinstance(value, tuple) else value for value in (held.get("items"), held.get("same"))]
    everything = [*found, *lists]
    alike = [[one is other for other in everything] for one in everything]
    lines = [thread._frame.next for thread in threads]
    return repr((image.globals_text(), objects, alike, lines, sorted(over), output))


def brute_force(source):
    """Return the variables and the output at the end of every order of single instructions."""
    make = maker(loaded(source), before=BEFORE)
    endings, seen, pending = set(), set(), [()]
    while pending:
        schedule = pending.pop()
        (image,), started = make()
        threads, over, output = [thread for thread, _ in started], set(), ""
        for number in schedule:
            batch = threads[number].run(1)
            output += "".join(getattr(write, "text", "") for step in batch.steps for write in step.writes)
            if batch.outcome is not Outcome.RAN:
                over.add(number)
        state = naive_state(image, threads, over, output)
        if state in seen:
            continue
        seen.add(state)
        if len(over) == len(threads):
            endings.add((tuple(sorted(image.globals_text().items())), output))
        pending += [(*schedule, number) for number in range(len(threads)) if number not in over]
    return endings


@settings(deadline=None, max_examples=10)
@given(st.lists(STATEMENTS, min_size=1, max_size=3))
def test_the_outcomes_are_those_of_every_order_of_single_instructions(statements):
    source = "\n".join(statements) + "\n"
    exploration = explored(source, before=BEFORE)
    assert not exploration.truncated
    found = {(outcome.ending.variables[0], outcome.ending.output) for outcome in exploration.outcomes}
    assert found == brute_force(source)


def test_an_object_that_only_one_thread_reaches_is_no_step_until_it_is_published():
    private = "def work():\n    mine = [0]\n    mine[0] += 1\n    mine.append(mine[0])\n    return mine\nb = work()\n"
    assert explored(private, before=BEFORE).contested == ("b", "work")
    # The function is defined and found, the variable set: three steps each.
    assert explored(private, before=BEFORE).schedules == 20
    source = "def work():\n    mine = [0]\n    items.append(mine)\n    mine[0] += 1\nwork()\n"
    published = explored(source, before=BEFORE)
    assert published.schedules > 20
    assert len(published.outcomes) == 1
