"""What the window shows first: what it was started with, or an example."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop_app.app.together import documents_of
from desktop_app.model.errors import CoreloomError
from desktop_app.model.scenario import Scenario
from desktop_app.storage.endings import FileKind, kind_of
from desktop_app.storage.resources import resource_path
from desktop_app.storage.scenario_file import open_source

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow

EXAMPLE: Final = "programs/app.py"
#: What plays beside the page that welcomes people: there is more to see in it.
WELCOME_EXAMPLE: Final = "scenarios/two-processes.toml"

Override = Callable[[Scenario], Scenario]


def open_first(
    window: MainWindow, sources: Sequence[str], override: Override, *, strict: bool, welcomes: bool
) -> tuple[str, list[tuple[Path, ...]]]:
    """Open what was asked for, or an example.

    Args:
        window: The window, which nobody has seen yet.
        sources: What was asked for.
        override: Applies the command line's options to a scenario.
        strict: Whether what cannot be used is an error.
        welcomes: Whether people may be welcomed where nothing was asked for.

    Returns:
        What was wrong with what was asked for, empty when nothing was, and the documents that are for other windows.

    Raises:
        CoreloomError: When ``strict`` and the first document cannot be used, or an option cannot be.
    """
    documents = documents_of([Path(source) for source in sources])
    if not documents:
        _open_example(window, override, welcomes=welcomes)
        return "", []
    problem = ""
    try:
        open_document(window, documents[0], override)
    except CoreloomError as error:
        if strict:
            raise
        window.documents.load(open_source(resource_path(EXAMPLE)), None)
        problem = str(error)
    return problem, documents[1:]


def open_document(window: MainWindow, paths: Sequence[Path], override: Override) -> None:
    """Open several programs, or a program, a scenario, a lesson or a recording.

    Raises:
        CoreloomError: When it cannot be used.
    """
    path = paths[0]
    kind = kind_of(path)
    if len(paths) > 1:
        window.documents.load_programs(paths, override)
    elif kind is FileKind.LESSON:
        window.documents.open_lesson(path)
    elif kind is FileKind.TRACE:
        window.documents.open_recording(path)
    else:
        window.documents.load(override(open_source(path)), path)


def _open_example(window: MainWindow, override: Override, *, welcomes: bool) -> None:
    if welcomes and window.welcome.wanted:
        window.documents.load(override(open_source(resource_path(WELCOME_EXAMPLE))), None)
        window.welcome.come_with_window()
    else:
        window.documents.load(override(open_source(resource_path(EXAMPLE))), None)
