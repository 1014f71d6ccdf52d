"""Asking where to save, so that no file is replaced of which nobody was asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.views.question import Button, ask


def ask_where_to_save(
    parent: QWidget, title: str, start: str, filters: str, complete: Callable[[Path, str], Path]
) -> Path | None:
    """Let the user choose a file to write to.

    The dialog asks before a file is replaced that has the name that was typed. What becomes of that name by an ending
    may be another file: then that one is asked about here, and the dialog comes again after a no.

    Args:
        parent: The window that it stands over.
        title: The dialog's title.
        start: The name that is proposed, with or without a folder.
        filters: The dialog's types of files, as Qt writes them.
        complete: Returns the file's name, from the one that was typed and the type that was chosen.

    Returns:
        The file, or None when the user does not save.
    """
    while True:
        name, chosen = QFileDialog.getSaveFileName(parent, title, start, filters)
        if not name:
            return None
        path = complete(Path(name), chosen)
        if path == Path(name) or not path.exists() or _may_replace(parent, path):
            return path
        start = str(path)


def with_ending(path: Path, ending: str) -> Path:
    """Return a name that ends so: the one given, with the ending unless it has that, without regard to case."""
    return path if path.name.lower().endswith(ending) else path.with_name(f"{path.name}{ending}")


def _may_replace(parent: QWidget, path: Path) -> bool:
    question = QCoreApplication.translate("saving", "Replace “{}”?").format(path.name)
    why = QCoreApplication.translate("saving", "There is a file of that name in {}. Saving replaces what is in it.")
    return ask(parent, question, why.format(path.parent), Button.Save | Button.Cancel, Button.Cancel) == Button.Save
