"""``coreloom export``: a run or a lesson as pictures, clips, slides or data, without a display."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from pathlib import Path

from desktop_app.cli.arguments import export_parser
from desktop_app.cli.exporting.telling import Telling

#: Qt rasterises by itself whatever display there is, so that the bytes are the same everywhere.
_PLATFORM = "offscreen"


def export(arguments: list[str]) -> int:
    """Run the command and return its exit code, 0.

    Raises:
        CoreloomError: When the source, an option or the output cannot be used; what was there before is as it was.
    """
    options = export_parser().parse_args(arguments)
    os.environ["QT_QPA_PLATFORM"] = _PLATFORM  # before Qt is loaded
    from desktop_app.cli.exporting.kinds import export_as, serve_as  # noqa: PLC0415 - only here is Qt needed
    from desktop_app.cli.exporting.options import export_options  # noqa: PLC0415 - as above
    from desktop_app.cli.exporting.sources import source_from  # noqa: PLC0415 - as above

    asked = export_options(options)
    source = source_from(options, lesson=asked.lesson)
    _end_tidily()
    if options.worker is not None:
        serve_as(asked, source, Path(options.worker))
        return 0
    telling = Telling(json_lines=options.progress_json)
    try:
        export_as(asked, source, _without_talk(arguments), telling)
    finally:
        telling.clear()
    return 0


def _without_talk(arguments: Sequence[str]) -> list[str]:
    """Return the arguments without what the window and this process talk by."""
    return [argument for argument in arguments if argument != "--progress-json"]


def _end_tidily() -> None:
    """Have whoever ends this process find nothing half done: as with Ctrl+C, what was begun is taken away."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
