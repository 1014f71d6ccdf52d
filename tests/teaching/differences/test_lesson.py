import pytest

from desktop_app.model.lesson import MAX_CAPTION_CHARS
from desktop_app.teaching.differences.lesson import table_lesson
from desktop_app.teaching.differences.table import TABLE
from desktop_app.teaching.lesson_check import check_lesson
from desktop_app.teaching.running import Runs

ALL = [one for row in TABLE for cell in row.cells for one in cell.demonstrations]


@pytest.fixture(scope="module")
def table(measurements):
    return table_lesson(measurements)


class Measured(Runs):
    """What was measured already."""

    def __init__(self, measurements):
        super().__init__()
        self.known = [(measurements.showing(one).scenario, measurements.trace(one)) for one in ALL]

    def trace(self, scenario):
        return next(trace for known, trace in self.known if known == scenario)


def test_every_step_can_be_shown(table, measurements):
    spans = check_lesson(table.lesson, Measured(measurements))
    for step, span in zip(table.lesson.steps, spans, strict=True):
        assert (span.begin_ns, span.end_ns) == (step.begin.shift_ns, step.end.shift_ns)
        assert 2 < (span.end_ns - span.begin_ns) / step.speed_ns <= 10
        assert step.notes


def test_a_step_for_each_demonstration_and_each_row(table):
    for row in TABLE:
        for cell in row.cells:
            for one in cell.demonstrations:
                step = table.lesson.steps[table.index(one)]
                assert step.caption.text.split("\n")[0] == cell.statement
                assert len(step.caption.text) <= MAX_CAPTION_CHARS
        step = table.lesson.steps[table.index(row)]
        assert [side.title.partition(":")[0] for side in step.sides] == ["Process", "Thread"]


def test_a_caption_has_the_figures_that_the_trace_gave(table):
    step = table.lesson.steps[table.index(TABLE[3].cells[1].demonstrations[0])]
    assert step.caption.text.endswith("start(): 0.07 ms")


def test_what_stands_side_by_side_can_be_chosen(measurements, table):
    chosen = tuple(cell.demonstrations[-1] for cell in TABLE[2].cells)
    other = table_lesson(measurements, {"fit": chosen})
    step = other.lesson.steps[other.index(TABLE[2])]
    assert [side.title for side in step.sides] == ["Process: I/O-bound, 4 cores", "Thread: I/O-bound, 4 cores"]
    assert [one for one in other.lesson.steps if one not in table.lesson.steps] == [step]


def test_what_one_side_does_not_light_is_not_dimmed_for_the_other(table):
    step = table.lesson.steps[table.index(TABLE[0])]
    assert [target.text for target in step.lit] == ["variable P1 z"]
