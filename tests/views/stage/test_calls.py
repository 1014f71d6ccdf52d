"""The calls that a thread is in stand below its stack, in as much detail as there is room for."""

import itertools

import pytest

from desktop_app.analysis.moment import snapshot
from desktop_app.views.stage import ram, ram_card
from desktop_app.views.stage.card_layout import arrange_detail
from desktop_app.views.stage.frame import compose
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.theme import DARK
from tests.scenarios import program, run
from tests.views.reading import words_of

pytestmark = pytest.mark.usefixtures("qapp")

SOURCE = """\
def outer(n):
    total = inner(n, n + 1)
    return total
def inner(first, second):
    both = [first, second]
    return both
result = outer(5)
"""


@pytest.fixture(scope="module")
def moment():
    """The time at which the inner function has all of its variables."""
    trace = run(program(SOURCE))
    for end in trace.executed[0].end:
        found = snapshot(trace, end)
        frames = found.processes[0].stacks[0].frames
        if frames[-1].name == "inner" and len(frames[-1].variables) == 3:
            return found
    raise AssertionError


def test_the_calls_and_the_variables_of_the_innermost_one_are_shown(moment):
    words = words_of(moment, (1920, 840))
    assert "<module> › outer › inner" in words or any(word.endswith("› outer › inner") for word in words)
    for name, text in (("first", "5"), ("second", "6")):
        assert words[words.index(name) + 1] == text
    assert words[words.index("both") + 1] == "→ #1"
    assert words[words.index("#1") + 1] == "[5, 6]"


def test_a_program_without_functions_has_no_lines_for_calls():
    trace = run(program("x = 1\n"))
    found = snapshot(trace, trace.executed[0].end[2])
    assert "<module>" not in words_of(found)
    frame = compose(1920, 840, found, DARK)
    assert ram_card.place(found.processes[0], ram.place(frame).cards[0]).calls == ((),)


@pytest.mark.parametrize("threads", [1, 2, 5, 9, 40])
@pytest.mark.parametrize("high", [150, 240, 500, 900])
@pytest.mark.parametrize("notes", [0, 1, 5])
def test_nothing_in_the_column_overlaps(threads, high, notes):
    layout = arrange_detail(Rect(40, 100, 500, high), 30, 4, threads, notes)
    blocks = [*layout.values]
    for number, row in enumerate(layout.stacks):
        blocks.append(row)
        blocks += layout.calls[number]
    assert all(before.bottom <= after.y + 0.01 for before, after in itertools.pairwise(blocks))
    assert blocks[-1].bottom <= 100 + high or not notes
    assert len({len(lines) for lines in layout.calls}) == 1
