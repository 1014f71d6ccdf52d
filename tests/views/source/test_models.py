import pytest

from desktop_app.views.source.models import ListingModel, Role, SourceModel
from tests.scenarios import program, run

SOURCE = "def f():\n    return 1\n\nx = f()\n"


@pytest.fixture(scope="module")
def listing():
    return run(program(SOURCE)).listings[0]


def test_instructions_stand_under_the_line_that_they_belong_to(listing):
    model = ListingModel()
    model.set_listing(listing)
    heads = 0
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        number = index.data(Role.INSTRUCTION)
        if number < 0:
            heads += 1
            after = model.index(row + 1, 0).data(Role.INSTRUCTION)
            assert after >= 0
            assert index.data(Role.SOURCE_LINE) == listing.lines[after].line
            continue
        assert model.row_of(number) == row
        assert index.data().startswith(f"0x{listing.lines[number].address:02X}")
    assert heads >= 4
    assert model.rowCount() == heads + len(listing.lines)
    numbers = [model.index(row, 0).data(Role.INSTRUCTION) for row in model.rows_of_line(4)]
    assert numbers == [at for at, line in enumerate(listing.lines) if line.line == 4]
    assert model.rows_of_line(0) == []


def test_the_text_has_a_row_a_line(listing):
    model = SourceModel()
    model.set_listing(listing)
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == SOURCE.splitlines()
    assert model.row_of_line(4) == 3
    assert model.row_of_line(0) == model.row_of_line(5) == -1
    model.set_listing(None)
    assert model.rowCount() == 0
