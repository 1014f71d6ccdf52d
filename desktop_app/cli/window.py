"""``coreloom [SOURCE]``: opens the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from desktop_app.cli import COMMANDS
from desktop_app.cli.arguments import window_parser
from desktop_app.cli.output import write_note
from desktop_app.cli.source import is_trace_file, overridden, refuse_for_trace
from desktop_app.model.errors import CoreloomError, FileError
from desktop_app.model.scenario import Scenario
from desktop_app.storage.endings import FileKind, described, kind_of
from desktop_app.storage.wording import closest


def window(arguments: list[str]) -> int:
    """Open the window and return its exit code when it is closed.

    Raises:
        CoreloomError: When an option or the source cannot be used, or there is no display.
    """
    parser = window_parser()
    options, rest = parser.parse_known_args(arguments)
    if options.source is not None:
        refuse_no_source(options.source)
    if options.source is not None and is_trace_file(options.source):
        refuse_for_trace(options)
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    require_display(sys.platform, os.environ)
    # A window that is open already knows nothing of what else this start was asked for.
    plain = vars(options) == vars(parser.parse_args([])) | {"source": options.source}
    if plain:
        from desktop_app.app.second_start import is_taken_over  # noqa: PLC0415 - as Qt below

        if is_taken_over(options.source):
            write_note("it opens in the window that is open already; --new-window opens another one")
            return 0
    from desktop_app.app.start import start  # noqa: PLC0415 - Qt loads only where it is needed

    def override(scenario: Scenario) -> Scenario:
        return overridden(scenario, options)

    return start(
        options.source,
        override,
        theme=options.theme,
        play=not options.paused,
        smoke_test=options.smoke_test,
        alone=options.new_window,
    )


def refuse_no_source(word: str) -> None:
    """Refuse a word that is neither a command nor could be a source; what there is, opening it can say more about.

    Raises:
        FileError: When it is neither.
    """
    path = Path(word)
    if kind_of(path) is not None or os.path.lexists(path):
        return
    meant = closest(word, COMMANDS)
    question = f"; did you mean {meant}?" if meant else ""
    known = f"a command ({', '.join(COMMANDS)})"
    raise FileError(
        word,
        f"it is neither {known} nor {described(*FileKind)}{question}",
    )


def require_display(platform: str, environment: Mapping[str, str]) -> None:
    """Refuse where Qt would only abort the process.

    Raises:
        CoreloomError: On Linux, when the environment names no display.
    """
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if platform.startswith("linux") and not any(environment.get(name) for name in displays):
        raise CoreloomError("there is no display to open a window on; `coreloom run` and `coreloom export` need none")
