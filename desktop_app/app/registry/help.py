"""Help."""

from __future__ import annotations

from desktop_app.app.registry.spec import ActionSpec

SPECS = (
    ActionSpec(
        name="welcome",
        menu="Help",
        text="&Welcome",
        tip="What to begin with: lessons, your own program, examples",
    ),
    ActionSpec(
        name="find_command",
        menu="Help",
        text="&Find a command…",
        tip="Type a part of its name",
        keys=("Ctrl+K", "Ctrl+Shift+P"),
    ),
    ActionSpec(name="key_sheet", menu="Help", text="&Keys", tip="Every command and its keys", keys=("F1",)),
    ActionSpec(name="change_keys", menu="Help", text="&Change keys…", tip="Give commands other keys"),
    ActionSpec(
        name="truth",
        menu="Help",
        text="What is &simplified…",
        tip="Where the picture differs from a real machine",
        group=1,
    ),
    ActionSpec(name="about", menu="Help", text="&About Coreloom", tip="Versions, folders and licences", group=2),
)
