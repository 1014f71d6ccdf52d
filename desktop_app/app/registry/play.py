"""Time: playing and stepping."""

from __future__ import annotations

from desktop_app.app.registry.spec import ActionSpec

SPECS = (
    ActionSpec(
        name="start",
        menu="Play",
        text="Go to the &beginning",
        tip="Back to the beginning",
        keys=("Home",),
        icon="start",
        group=1,
    ),
    ActionSpec(
        name="back", menu="Play", text="Step &back", tip="One instruction back", keys=("Left", ","), icon="back"
    ),
    ActionSpec(name="play", menu="Play", text="&Play", tip="Play or pause", keys=("Space", "F5"), icon="play"),
    ActionSpec(
        name="forward",
        menu="Play",
        text="Step &forward",
        tip="One instruction forward",
        keys=("Right", "."),
        icon="forward",
    ),
    ActionSpec(
        name="end", menu="Play", text="Go to the &end", tip="To the end of the run", keys=("End",), icon="end", group=1
    ),
    ActionSpec(name="faster", menu="Play", text="Fas&ter", tip="Play faster", keys=("+", "="), group=2),
    ActionSpec(name="slower", menu="Play", text="S&lower", tip="Play slower", keys=("-",), group=2),
)
