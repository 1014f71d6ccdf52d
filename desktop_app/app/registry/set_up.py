"""Setting up what is simulated."""

from __future__ import annotations

from desktop_app.app.registry.spec import ActionSpec

SPECS = (
    ActionSpec(
        name="machine",
        menu="Set up",
        text="&Machine and scheduler…",
        tip="Cores, quantum, costs, policy",
        keys=("Ctrl+M",),
    ),
    ActionSpec(
        name="processes", menu="Set up", text="&Processes…", tip="Programs, launches and arrivals", keys=("Ctrl+P",)
    ),
    ActionSpec(
        name="threads", menu="Set up", text="&Threads…", tip="How many threads run each program", keys=("Ctrl+T",)
    ),
    ActionSpec(
        name="edit_program",
        menu="Set up",
        text="&Edit a program…",
        tip="Write the text of a program, and run it",
        keys=("Ctrl+Shift+E",),
    ),
)
