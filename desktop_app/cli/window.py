"""``coreloom [SOURCE]``: opens the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from desktop_app.cli.arguments import window_parser
from desktop_app.cli.source import overridden
from desktop_app.model.errors import CoreloomError
from desktop_app.model.scenario import Scenario


def window(arguments: list[str]) -> int:
    """Open the window and return its exit code when it is closed.

    Raises:
        CoreloomError: When an option or the source cannot be used, or there is no display.
    """
    options = window_parser().parse_args(arguments)
    require_display(sys.platform, os.environ)
    from desktop_app.app.start import start  # noqa: PLC0415 - Qt loads only where it is needed

    def override(scenario: Scenario) -> Scenario:
        return overridden(scenario, options)

    return start(
        options.source,
        override,
        theme=options.theme,
        play=not options.paused,
        smoke_test=options.smoke_test,
    )


def require_display(platform: str, environment: Mapping[str, str]) -> None:
    """Refuse where Qt would only abort the process.

    Raises:
        CoreloomError: On Linux, when the environment names no display.
    """
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if platform.startswith("linux") and not any(environment.get(name) for name in displays):
        raise CoreloomError("there is no display to open a window on; `coreloom run` and `coreloom export` need none")
