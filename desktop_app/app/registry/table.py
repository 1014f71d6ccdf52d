"""All of the registry, in the order of the menus."""

from __future__ import annotations

from desktop_app.app.registry import (
    edit,
    file,
    help,  # noqa: A004 - as the menu
    live,
    panels,
    play,
    set_up,
    show,
    teach,
    view,
    zoom,
)
from desktop_app.app.registry.spec import ActionSpec

ACTIONS: tuple[ActionSpec, ...] = (
    *file.SPECS,
    *edit.SPECS,
    *set_up.SPECS,
    *play.SPECS,
    *live.SPECS,
    *teach.SPECS,
    *show.SPECS,
    *zoom.SPECS,
    *view.SPECS,
    *panels.SPECS,
    *help.SPECS,
    *show.IN_SHOW,
)
#: The transport bar, left to right.
TRANSPORT = ("start", "back", "play", "forward", "end")
