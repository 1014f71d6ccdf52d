"""Files: opening and saving."""

from __future__ import annotations

from desktop_app.app.registry.spec import ActionSpec, StandardKey

SPECS = (
    ActionSpec(
        name="new", menu="File", text="&New", tip="Begin a scenario with one small program", keys=(StandardKey.New,)
    ),
    ActionSpec(
        name="open",
        menu="File",
        text="&Open…",
        tip="Open a program, a scenario, a lesson or a recording",
        keys=(StandardKey.Open,),
    ),
    ActionSpec(
        name="open_its_scenario",
        menu="File",
        text="Open the recording's s&cenario",
        tip="Open what was recorded as a new document, to change it and run it again",
    ),
    ActionSpec(
        name="gallery",
        menu="File",
        text="L&essons and examples…",
        tip="Ready lessons and examples, with pictures",
        keys=("Ctrl+G",),
    ),
    ActionSpec(name="save", menu="File", text="&Save", tip="Save the scenario", keys=(StandardKey.Save,), group=1),
    ActionSpec(
        name="save_as", menu="File", text="Save &as…", tip="Save under another name", keys=("Ctrl+Shift+S",), group=1
    ),
    ActionSpec(
        name="lesson_new",
        menu="File",
        text="New &lesson from this session…",
        tip="Write a lesson whose steps are the bookmarks of this session",
        group=1,
    ),
    ActionSpec(
        name="recover",
        menu="File",
        text="&Recover unsaved work…",
        tip="Open what a crash left",
        group=1,
    ),
    ActionSpec(
        name="export",
        menu="File",
        text="E&xport…",
        tip="Pictures, videos, slides and data of what is open",
        keys=("Ctrl+E",),
        group=2,
    ),
    ActionSpec(name="quit", menu="File", text="&Quit", tip="Close Coreloom", keys=("Ctrl+Q",), group=3),
)
