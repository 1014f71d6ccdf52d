"""What is done to a run while it is shown: each is an action of the scenario at the playhead's time."""

from __future__ import annotations

from desktop_app.app.registry.spec import ActionSpec, Place

SPECS = (
    ActionSpec(
        name="live_launch",
        menu="Live",
        text="&Launch a process…",
        tip="Launch one more process of an entry now",
        keys=("Ctrl+L",),
        place=Place.BOTH,
    ),
    ActionSpec(
        name="live_launch_file",
        menu="Live",
        text="Launch a program &file…",
        tip="Launch a program from a file now",
        keys=("Ctrl+Shift+L",),
        place=Place.BOTH,
    ),
    ActionSpec(
        name="live_start_thread",
        menu="Live",
        text="&Start a thread…",
        tip="Start one more thread in a process now",
        keys=("Ctrl+Shift+H",),
        place=Place.BOTH,
    ),
    ActionSpec(
        name="live_interrupt",
        menu="Live",
        text="&Interrupt…",
        tip="Send SIGINT to a process now, as Ctrl+C does",
        group=1,
        place=Place.BOTH,
    ),
    ActionSpec(
        name="live_terminate",
        menu="Live",
        text="&Terminate…",
        tip="Send SIGTERM to a process now",
        group=1,
        place=Place.BOTH,
    ),
    ActionSpec(
        name="live_kill",
        menu="Live",
        text="&Kill…",
        tip="Send SIGKILL to a process now",
        keys=("Ctrl+Shift+K",),
        group=1,
        place=Place.BOTH,
    ),
    ActionSpec(
        name="live_nice",
        menu="Live",
        text="Change &nice…",
        tip="Give a process or thread another nice value now",
        group=2,
        place=Place.BOTH,
    ),
    ActionSpec(
        name="live_priority",
        menu="Live",
        text="Change p&riority…",
        tip="Give a process or thread another priority now",
        group=2,
        place=Place.BOTH,
    ),
    ActionSpec(
        name="live_affinity",
        menu="Live",
        text="Choose its c&ores…",
        tip="Choose the cores a process or thread may run on from now on",
        group=2,
        place=Place.BOTH,
    ),
    ActionSpec(
        name="live_cores",
        menu="Live",
        text="Cores on lin&e…",
        tip="Bring cores on line or take some off line now",
        keys=("Ctrl+Shift+C",),
        group=3,
        place=Place.BOTH,
    ),
    ActionSpec(
        name="live_policy",
        menu="Live",
        text="Change the &policy…",
        tip="Put another policy in force now",
        keys=("Ctrl+Shift+Y",),
        group=3,
        place=Place.BOTH,
    ),
)
