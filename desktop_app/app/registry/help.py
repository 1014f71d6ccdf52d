"""Help."""

from __future__ import annotations

from desktop_app.app.registry.spec import ActionSpec

SPECS = (
    ActionSpec(
        name="truth", menu="Help", text="What is &simplified…", tip="Where the picture differs from a real machine"
    ),
    ActionSpec(name="about", menu="Help", text="&About Coreloom", tip="Version and licence"),
)
