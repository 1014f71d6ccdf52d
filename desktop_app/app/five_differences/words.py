"""The texts of the table in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.teaching.differences.figures import Figure, Quantity
from desktop_app.teaching.differences.report import NOT_MEASURED
from desktop_app.teaching.differences.table import Column, Criterion, Demonstration


def translate(text: str) -> str:
    """Return the translation of a text of the table."""
    return QCoreApplication.translate("differences", text)


def column_title(column: Column) -> str:
    """Return the heading of a column."""
    return translate("Process") if column is Column.PROCESS else translate("Thread")


def column_about(column: Column) -> str:
    """Return in a few words what that is."""
    if column is Column.PROCESS:
        return translate("A program that runs, with memory of its own")
    return translate("A flow of instructions in a process")


def cell_name(criterion: Criterion, column: Column) -> str:
    """Return what a cell is called, such as ``Memory sharing, thread``."""
    return f"{translate(criterion.title)}, {column_title(column).lower()}"


def demonstration_title(demonstration: Demonstration) -> str:
    """Return what a demonstration is called."""
    return translate(demonstration.title)


def figure_name(figure: Figure) -> str:
    """Return what a figure is of."""
    return translate(figure.label).format(*figure.about)


def quantity_words(quantity: Quantity) -> str:
    """Return a quantity as people read it."""
    return translate(quantity.form).format(quantity.number)


def figure_line(figure: Figure) -> str:
    """Return a figure in a line, such as ``CPU-bound, 4 cores: ×3.52, 3.6 cores used``."""
    aside = f", {quantity_words(figure.aside)}" if figure.aside is not None else ""
    return f"{figure_name(figure)}: {quantity_words(figure.quantity)}{aside}"


def figures_text(figures: tuple[Figure, ...]) -> str:
    """Return figures as they are read aloud, and that none is of this computer."""
    return ". ".join([*map(figure_line, figures), translate(NOT_MEASURED)])
