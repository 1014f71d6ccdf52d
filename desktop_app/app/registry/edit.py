"""Undoing and doing again."""

from __future__ import annotations

from desktop_app.app.registry.spec import ActionSpec, Place, StandardKey

SPECS = (
    ActionSpec(
        name="undo",
        menu="Edit",
        text="&Undo",
        tip="Take the last change back",
        keys=(StandardKey.Undo,),
        group=0,
        place=Place.BOTH,
    ),
    ActionSpec(
        name="redo",
        menu="Edit",
        text="&Redo",
        tip="Do it again",
        keys=("Ctrl+Shift+Z", "Ctrl+Y"),
        group=0,
        place=Place.BOTH,
    ),
)
