from PySide6.QtCore import QCoreApplication, QTranslator

from desktop_app.app.five_differences.words import (
    cell_name,
    column_about,
    column_title,
    figure_name,
    figures_text,
    quantity_words,
)
from desktop_app.teaching.differences.figures import of_speed_up, of_time
from desktop_app.teaching.differences.table import TABLE, Column


def test_what_cells_and_columns_are_called():
    assert cell_name(TABLE[0], Column.THREAD) == "Memory sharing, thread"
    assert [column_title(column) for column in Column] == ["Process", "Thread"]
    assert column_about(Column.PROCESS) != column_about(Column.THREAD)


def test_how_figures_are_read_aloud():
    said = figures_text((of_time("start()", 70_000), of_speed_up("4 cores", 3.5, 3.6)))
    assert said == "start(): 0.07 ms. 4 cores: ×3.50, 3.6 cores used. On this computer: not measured yet"


class Marking(QTranslator):
    def translate(self, context, text, disambiguation=None, n=-1):
        return f"‹{text}›" if context == "differences" else ""

    def isEmpty(self):
        return False


def test_every_text_of_the_table_can_be_translated(measurements, qapp):
    translator = Marking()
    QCoreApplication.installTranslator(translator)
    try:
        for row in TABLE:
            for cell in row.cells:
                assert cell_name(row, cell.column).startswith("‹")
                for one in cell.demonstrations:
                    for figure in measurements.figures(one):
                        assert figure_name(figure) == f"‹{figure.label}›".format(*figure.about)
                        assert quantity_words(figure.quantity).startswith("‹")
                        # What a trace gave is never part of what is translated.
                        assert not any(name in figure.label for name in ("P1", "P2", "fork", "spawn"))
    finally:
        QCoreApplication.removeTranslator(translator)
