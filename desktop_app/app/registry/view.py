"""How the window looks."""

from __future__ import annotations

from desktop_app.app.registry.spec import ActionSpec

SPECS = (
    ActionSpec(name="dark", menu="View", text="&Dark", tip="Light on dark", checkable=True),
    ActionSpec(name="light", menu="View", text="&Light", tip="Dark on light, for bright rooms", checkable=True),
    ActionSpec(
        name="full_screen",
        menu="View",
        text="&Full screen",
        tip="Nothing but the pictures",
        keys=("F11",),
        group=1,
        checkable=True,
    ),
)
