"""How the window looks."""

from __future__ import annotations

from desktop_app.app.registry.spec import ActionSpec

SPECS = (
    ActionSpec(
        name="like_system",
        menu="View/Colours",
        text="Like the &system",
        tip="The colours that the system prefers",
        checkable=True,
    ),
    ActionSpec(name="dark", menu="View/Colours", text="&Dark", tip="Light on dark", group=1, checkable=True),
    ActionSpec(
        name="light", menu="View/Colours", text="&Light", tip="Dark on light, for bright rooms", group=1, checkable=True
    ),
    ActionSpec(
        name="contrast-dark",
        menu="View/Colours",
        text="&High contrast, dark",
        tip="White on black, with strong lines",
        group=2,
        checkable=True,
    ),
    ActionSpec(
        name="contrast-light",
        menu="View/Colours",
        text="High &contrast, light",
        tip="Black on white, with strong lines",
        group=2,
        checkable=True,
    ),
    ActionSpec(
        name="reduce_motion",
        menu="View",
        text="&Reduce motion",
        tip="Light up where things leave and arrive, instead of moving them",
        keys=("Ctrl+Shift+M",),
        group=4,
        checkable=True,
    ),
    ActionSpec(
        name="next_area",
        menu="View",
        text="&Next part of the window",
        tip="Go with the keys from the stage to the panels, the timeline, the transport bar",
        keys=("F6",),
        group=5,
    ),
    ActionSpec(
        name="previous_area",
        menu="View",
        text="&Previous part of the window",
        tip="Go with the keys to the part before",
        keys=("Shift+F6",),
        group=5,
    ),
    ActionSpec(
        name="reset_layout",
        menu="View",
        text="Panels as they &were at first",
        tip="Put every panel back in its place",
        group=5,
    ),
    ActionSpec(
        name="full_screen",
        menu="View",
        text="&Full screen",
        tip="Nothing but the pictures",
        keys=("F11",),
        group=5,
        checkable=True,
    ),
)
