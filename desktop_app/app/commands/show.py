"""Presentations: beginning one, and what its keys do while it runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desktop_app.app.commands.play import PlayCommands
from desktop_app.app.habits import Habits
from desktop_app.app.show.blank import Blank
from desktop_app.app.show.show import Show
from desktop_app.app.show.tools import TOOLS
from desktop_app.views.caption.question import LETTERS

if TYPE_CHECKING:
    from desktop_app.app.show.drawing import Drawing
    from desktop_app.app.show.speaking import Speaking


class ShowCommands:
    """Connects the keys of a presentation with what they do.

    Args:
        show: The presentation.
        play: What moves the playhead.
        habits: What the user likes.
    """

    def __init__(self, show: Show, play: PlayCommands, habits: Habits) -> None:
        self._show = show
        self._play = play
        self._habits = habits

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        show, playing = self._show, self._play.slots()
        runs = ("play", "forward", "back", "decision_forward", "decision_back", "ms_forward", "ms_back")
        return {
            "show_from_start": partial(show.begin, from_start=True),
            "show_from_here": partial(show.begin, from_start=False),
            "show_saves_battery": lambda: self._habits.change(save_battery=not self._habits.now.save_battery),
            "show_next": show.next,
            "show_previous": show.previous,
            "show_jump": show.jump,
            "show_first": show.first,
            "show_last": show.last,
            "show_overview": self._speaker(lambda speaking: speaking.toggle_overview()),
            "show_black": partial(show.toggle_blank, Blank.BLACK),
            "show_white": partial(show.toggle_blank, Blank.WHITE),
            "show_freeze": show.toggle_frozen,
            "show_end": show.leave,
            "show_view": show.look_again,
            "show_again": show.again,
            "show_lesson": show.back_to_lesson,
            "show_console": self._speaker(lambda speaking: speaking.toggle_console()),
            "show_swap": show.swap,
            "show_larger": self._speaker(lambda speaking: speaking.resize_notes(1)),
            "show_smaller": self._speaker(lambda speaking: speaking.resize_notes(-1)),
            "show_notes_down": self._speaker(lambda speaking: speaking.scroll_notes(1)),
            "show_notes_up": self._speaker(lambda speaking: speaking.scroll_notes(-1)),
            "show_timer": self._speaker(lambda speaking: speaking.toggle_timer()),
            "show_timer_reset": self._speaker(lambda speaking: speaking.reset_timer()),
            "show_keys": self._speaker(lambda speaking: speaking.toggle_keys()),
            **{f"show_{name}": self._drawer(partial(_choose, name)) for name in TOOLS},
            "show_colour": self._drawer(lambda drawing: drawing.change_colour()),
            "show_unstroke": self._drawer(lambda drawing: drawing.undo()),
            "show_restroke": self._drawer(lambda drawing: drawing.redo()),
            "show_wipe": self._drawer(lambda drawing: drawing.wipe()),
            **{f"show_vote_{place + 1}": partial(self._vote, place) for place in range(len(LETTERS))},
            **{f"show_{name}": playing[name] for name in (*runs, "faster", "slower")},
        }

    def _speaker(self, do: Callable[[Speaking], object]) -> Callable[[], object]:
        """Return what does something on the speaker's side while a presentation runs."""

        def called() -> None:
            if self._show.speaking is not None:
                do(self._show.speaking)

        return called

    def _drawer(self, do: Callable[[Drawing], object]) -> Callable[[], object]:
        """Return what does something with pointer and pen while a presentation runs."""

        def called() -> None:
            if self._show.drawing is not None:
                do(self._show.drawing)

        return called

    def _vote(self, place: int) -> None:
        self._show.player.vote(place)


def _choose(name: str, drawing: Drawing) -> None:
    drawing.choose(name)
