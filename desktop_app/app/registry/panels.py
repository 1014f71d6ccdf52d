"""Showing and hiding the panels around the stage."""

from __future__ import annotations

from desktop_app.app.panels import PANELS
from desktop_app.app.registry.spec import ActionSpec

SPECS = (
    ActionSpec(
        name="panel_timeline",
        menu="View/Panels",
        text="T&imeline",
        tip="Show or hide the timeline",
        keys=("Ctrl+Shift+T",),
        checkable=True,
    ),
    ActionSpec(
        name="timeline_rows",
        menu="View/Panels",
        text="Timeline by threads or by &cores",
        tip="Show a row for each thread, or for each core",
        keys=("T",),
    ),
    *(
        ActionSpec(
            name=f"panel_{panel.name}",
            menu="View/Panels",
            text=panel.title,
            tip=panel.tip,
            keys=panel.keys,
            group=1,
            checkable=True,
        )
        for panel in PANELS
    ),
)
