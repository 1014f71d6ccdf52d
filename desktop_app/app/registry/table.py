"""All of the registry, in the order of the menus."""

from __future__ import annotations

from desktop_app.app.registry import file, help, panels, play, set_up, view, zoom  # noqa: A004 - the menu is called so
from desktop_app.app.registry.spec import ActionSpec

ACTIONS: tuple[ActionSpec, ...] = (
    *file.SPECS,
    *set_up.SPECS,
    *play.SPECS,
    *zoom.SPECS,
    *view.SPECS,
    *panels.SPECS,
    *help.SPECS,
)
#: The transport bar, left to right.
TRANSPORT = ("start", "back", "play", "forward", "end")
