"""``coreloom [SOURCE ...]``: opens the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.cli import COMMANDS
from desktop_app.cli.arguments import window_parser
from desktop_app.cli.output import write_note
from desktop_app.cli.source import is_trace_file, overridden, refuse_for_trace
from desktop_app.model.errors import CoreloomError, FileError
from desktop_app.model.scenario import Scenario
from desktop_app.storage.endings import FileKind, described, kind_of
from desktop_app.storage.wording import closest

if TYPE_CHECKING:
    from desktop_app.app.second_start import Turn


def window(arguments: list[str]) -> int:
    """Open the window and return its exit code when it is closed; or print the licences, where they are asked for.

    Raises:
        CoreloomError: When an option or the source cannot be used, or there is no display.
    """
    parser = window_parser()
    options, rest = parser.parse_known_args(arguments)
    for source in options.sources:
        refuse_no_source(source)
        if is_trace_file(source):
            refuse_for_trace(options)
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if options.licences:
        from desktop_app.cli.licences import licences  # noqa: PLC0415 - seldom asked for

        return licences()
    require_display(sys.platform, os.environ)
    from desktop_app.app.second_start import take_turn  # noqa: PLC0415 - as Qt below

    turn = None if options.new_window or options.smoke_test else take_turn()
    # A window that is open already knows nothing of what else this start was asked for.
    plain = vars(options) == vars(parser.parse_args([])) | {"sources": options.sources}
    if turn is None and plain:
        taken_over, turn = _taken_over(options.sources)
        if taken_over:
            return 0
    from desktop_app.app.start import start  # noqa: PLC0415 - Qt loads only where it is needed

    def override(scenario: Scenario) -> Scenario:
        return overridden(scenario, options)

    return start(
        options.sources,
        override,
        theme=options.theme,
        play=not options.paused,
        smoke_test=options.smoke_test,
        turn=turn,
    )


def _taken_over(sources: Sequence[str]) -> tuple[bool, Turn | None]:
    """Hand sources to the window that is open already, and say what it does.

    What is no file is not handed over: this start can say more about it.

    Returns:
        Whether it takes them, and the turn to be the open window, where that one has just been closed.
    """
    paths = [Path(source) for source in sources]
    if not all(path.is_file() for path in paths):
        return False, None
    from desktop_app.app.launch_feedback import say_it_is_over  # noqa: PLC0415 - as above
    from desktop_app.app.second_start import Answer, Turn, hand_over  # noqa: PLC0415 - as above

    answer = hand_over(paths)
    if isinstance(answer, Turn):
        return False, answer
    if answer is Answer.NOTHING:
        write_note("the window that is open already does not answer: this is another one")
        return False, None
    say_it_is_over()
    if not paths:
        write_note("the window that is open already comes to the front; --new-window opens another one")
    elif answer is Answer.WAITS:
        write_note("it opens in the window that is open already, as soon as what is asked there is answered")
    else:
        write_note("it opens in the window that is open already; --new-window opens another one")
    return True, None


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
