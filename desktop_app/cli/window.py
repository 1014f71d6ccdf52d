"""``coreloom [SOURCE]``: opens the window."""

from __future__ import annotations

from desktop_app.cli.arguments import window_parser
from desktop_app.cli.source import overridden
from desktop_app.model.scenario import Scenario


def window(arguments: list[str]) -> int:
    """Open the window and return its exit code when it is closed.

    Raises:
        CoreloomError: When an option or the source cannot be used.
    """
    options = window_parser().parse_args(arguments)
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
