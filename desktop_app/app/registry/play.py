"""Time: playing, stepping, loops and bookmarks."""

from __future__ import annotations

from desktop_app.app.registry.spec import ActionSpec

SPECS = (
    ActionSpec(name="play", menu="Play", text="&Play", tip="Play or pause", keys=("Space",), icon="play"),
    ActionSpec(
        name="forward",
        menu="Play",
        text="Step &forward",
        tip="One instruction forward",
        keys=("Right", "."),
        icon="forward",
        group=1,
    ),
    ActionSpec(
        name="back",
        menu="Play",
        text="Step &back",
        tip="One instruction back",
        keys=("Left", ","),
        icon="back",
        group=1,
    ),
    ActionSpec(
        name="decision_forward",
        menu="Play",
        text="Next scheduling &decision",
        tip="To where a core is next given to a thread or given up",
        keys=("Shift+Right",),
        group=2,
    ),
    ActionSpec(
        name="decision_back",
        menu="Play",
        text="Previous scheduling d&ecision",
        tip="Back to where a core was last given to a thread or given up",
        keys=("Shift+Left",),
        group=2,
    ),
    ActionSpec(
        name="ms_forward",
        menu="Play",
        text="One &millisecond forward",
        tip="1 ms of simulated time forward",
        keys=("Ctrl+Right",),
        group=3,
    ),
    ActionSpec(
        name="ms_back",
        menu="Play",
        text="One mi&llisecond back",
        tip="1 ms of simulated time back",
        keys=("Ctrl+Left",),
        group=3,
    ),
    ActionSpec(
        name="start",
        menu="Play",
        text="Go to the beg&inning",
        tip="Back to the beginning",
        keys=("Home",),
        icon="start",
        group=4,
    ),
    ActionSpec(
        name="end", menu="Play", text="Go to the e&nd", tip="To the end of the run", keys=("End",), icon="end", group=4
    ),
    ActionSpec(name="faster", menu="Play", text="Fas&ter", tip="Play faster", keys=("+", "="), group=5),
    ActionSpec(name="slower", menu="Play", text="Slo&wer", tip="Play slower", keys=("-",), group=5),
    ActionSpec(
        name="slow_at_switches",
        menu="Play",
        text="Slow down at &context switches",
        tip="Ease to a pace one can follow at each context switch, of the followed thread or of all",
        keys=("S",),
        group=5,
        checkable=True,
    ),
    ActionSpec(
        name="loop_from", menu="Play/Loop", text="Loop &from here", tip="The loop begins at the playhead", keys=("[",)
    ),
    ActionSpec(
        name="loop_to", menu="Play/Loop", text="Loop &up to here", tip="The loop ends at the playhead", keys=("]",)
    ),
    ActionSpec(
        name="loop_slice",
        menu="Play/Loop",
        text="Loop between &decisions",
        tip="Loop from the scheduling decision before the playhead to the one after it",
        keys=("L",),
    ),
    ActionSpec(name="loop_clear", menu="Play/Loop", text="&No loop", tip="Play on", keys=("Shift+L",)),
    ActionSpec(
        name="bookmark",
        menu="Play/Bookmarks",
        text="&Add a bookmark…",
        tip="Give this moment a name to come back to",
        keys=("Ctrl+B",),
    ),
    ActionSpec(
        name="bookmark_remove",
        menu="Play/Bookmarks",
        text="&Remove the bookmark",
        tip="Remove the bookmark at the playhead, or the last one before it",
        keys=("Ctrl+Alt+B",),
    ),
    ActionSpec(
        name="bookmark_next",
        menu="Play/Bookmarks",
        text="&Next bookmark",
        tip="To the next bookmark",
        keys=("Ctrl+Down",),
        group=1,
    ),
    ActionSpec(
        name="bookmark_previous",
        menu="Play/Bookmarks",
        text="&Previous bookmark",
        tip="To the bookmark before",
        keys=("Ctrl+Up",),
        group=1,
    ),
)
