from desktop_app.app.five_differences.words import cell_name, column_about, column_title, figures_text
from desktop_app.teaching.differences.figures import of_speed_up, of_time
from desktop_app.teaching.differences.table import TABLE, Column


def test_what_cells_and_columns_are_called():
    assert cell_name(TABLE[0], Column.THREAD) == "Memory sharing, thread"
    assert [column_title(column) for column in Column] == ["Process", "Thread"]
    assert column_about(Column.PROCESS) != column_about(Column.THREAD)


def test_how_figures_are_read_aloud():
    said = figures_text((of_time("start()", 70_000), of_speed_up("4 cores", 3.5, 3.6)))
    assert said == "start(): 0.07 ms. 4 cores: ×3.50, 3.6 cores used. On this computer: not measured yet"
