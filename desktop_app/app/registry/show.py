"""A presentation: how it is begun, and what its keys do, those that clickers send above all."""

from __future__ import annotations

from desktop_app.app.registry.spec import ActionSpec, Place

SPECS = (
    ActionSpec(
        name="show_from_start",
        menu="Teach",
        text="Present from the beg&inning",
        tip="Show the lesson, or the bookmarks of the scenario, to an audience from its first step",
        keys=("F5",),
        group=8,
        place=Place.BOTH,
    ),
    ActionSpec(
        name="show_from_here",
        menu="Teach",
        text="Present from &here",
        tip="Show it to an audience from where you are, or go on where you left",
        keys=("Shift+F5",),
        group=8,
        place=Place.BOTH,
    ),
    ActionSpec(
        name="show_saves_battery",
        menu="Teach",
        text="Fewer pictures a second on ba&ttery",
        tip="Draw 30 pictures a second while the computer runs on its battery, instead of 60",
        group=9,
        checkable=True,
    ),
)

#: The headings of the groups below.
GROUPS = ("Steps", "The audience's view", "Pointing and drawing", "The run", "The console")
#: What lists of all keys call the keys below.
_IN_SHOW_MENU = "In a presentation"


def _in_show(
    name: str, text: str, tip: str, *keys: str, group: int, checkable: bool = False, repeats: bool = False
) -> ActionSpec:
    return ActionSpec(
        name=name,
        menu=f"{_IN_SHOW_MENU}/{GROUPS[group]}",
        text=text,
        tip=tip,
        keys=keys,
        group=group,
        checkable=checkable,
        place=Place.SHOW,
        repeats=repeats,
    )


#: Clickers send PgDown and PgUp, or Right and Left; F5 and Escape in turn; and a full stop or B.
IN_SHOW = (
    _in_show(
        "show_next", "Next", "The answer, what proves it, or the next step", "PgDown", "Right", "Down", "Space", group=0
    ),
    _in_show("show_previous", "Previous", "The step before", "PgUp", "Left", "Up", "Backspace", group=0),
    _in_show(
        "show_jump",
        "Next, or the step whose number was typed",
        "Type a number and go there",
        "Return",
        "Enter",
        group=0,
    ),
    _in_show("show_first", "First step", "To the first step", "Home", group=0),
    _in_show("show_last", "Last step", "To the last step", "End", group=0),
    _in_show("show_overview", "All steps as pictures", "Choose a step", "G", group=0, checkable=True),
    _in_show("show_black", "Black screen", "Nothing but black, and back", "B", ".", group=1, checkable=True),
    _in_show("show_white", "White screen", "Nothing but white, and back", "W", ",", group=1, checkable=True),
    _in_show("show_freeze", "Freeze", "The audience sees this picture while you go on", "F", group=1, checkable=True),
    _in_show("show_view", "The step's own view", "Look from where the step looks, after zooming", "V", group=1),
    _in_show("show_end", "Leave", "Back to the window", "Esc", group=0),
    _in_show("show_laser", "Laser pointer", "A red point where the pointer is", "L", group=2, checkable=True),
    _in_show(
        "show_spotlight", "Spotlight", "All but what is around the pointer in the dark", "O", group=2, checkable=True
    ),
    _in_show("show_pen", "Pen", "Draw over the picture", "P", group=2, checkable=True),
    _in_show("show_eraser", "Eraser", "Take away what was drawn", "E", group=2, checkable=True),
    _in_show("show_wipe", "Wipe", "Take away all that was drawn", "C", group=2),
    _in_show(
        "show_magnifier",
        "Magnifier",
        "Larger around the pointer; Ctrl and the wheel, too",
        "Z",
        group=2,
        checkable=True,
    ),
    _in_show("show_colour", "Next colour of the pen", "Draw in the next colour", "Shift+P", group=2),
    _in_show(
        "show_unstroke", "Undo a stroke", "Take back what was drawn or rubbed out last", "U", group=2, repeats=True
    ),
    _in_show("show_restroke", "Redo a stroke", "Draw again what was taken back last", "Shift+U", group=2, repeats=True),
    _in_show("show_play", "Play or pause", "Play or pause the run", "K", group=3),
    _in_show("show_again", "Again", "Play this step from its beginning", "R", group=3),
    _in_show("show_forward", "One instruction forward", "One instruction forward", "Alt+Right", group=3, repeats=True),
    _in_show("show_back", "One instruction back", "One instruction back", "Alt+Left", group=3, repeats=True),
    _in_show(
        "show_decision_forward",
        "Next scheduling decision",
        "To the next decision",
        "Shift+Right",
        group=3,
        repeats=True,
    ),
    _in_show(
        "show_decision_back",
        "Previous scheduling decision",
        "To the decision before",
        "Shift+Left",
        group=3,
        repeats=True,
    ),
    _in_show(
        "show_ms_forward",
        "One millisecond forward",
        "1 ms of simulated time forward",
        "Ctrl+Right",
        group=3,
        repeats=True,
    ),
    _in_show("show_ms_back", "One millisecond back", "1 ms of simulated time back", "Ctrl+Left", group=3, repeats=True),
    _in_show("show_faster", "Faster", "Play faster", "+", "=", group=3, repeats=True),
    _in_show("show_slower", "Slower", "Play slower", "-", group=3, repeats=True),
    _in_show("show_lesson", "Back to the lesson", "Undo what was changed live in this step", "X", group=3),
    *(
        _in_show(f"show_vote_{at}", f"One more hand for {letter}", "Count the hall's votes", f"Ctrl+{at}", group=1)
        for at, letter in enumerate("ABCDEF", 1)
    ),
    _in_show("show_console", "Console", "Show or hide notes, timer and next step", "T", group=4, checkable=True),
    _in_show("show_swap", "Swap the screens", "The audience's view here, the console there", "S", group=4),
    _in_show("show_larger", "Larger notes", "Larger notes in the console", "Ctrl++", "Ctrl+=", group=4, repeats=True),
    _in_show("show_smaller", "Smaller notes", "Smaller notes in the console", "Ctrl+-", group=4, repeats=True),
    _in_show(
        "show_notes_down", "Scroll the notes down", "To the rest of the notes", "Ctrl+Down", group=4, repeats=True
    ),
    _in_show("show_notes_up", "Scroll the notes up", "Back in the notes", "Ctrl+Up", group=4, repeats=True),
    _in_show("show_timer", "Pause the timer", "Let the timer stand still, or go on", "Ctrl+T", group=4, checkable=True),
    _in_show("show_timer_reset", "Timer to zero", "Let the timer begin again", "Ctrl+Shift+T", group=4),
    _in_show("show_keys", "These keys", "What each key does", "H", "?", "F1", group=4, checkable=True),
)
