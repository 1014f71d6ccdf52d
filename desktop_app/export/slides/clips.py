"""What slides play: how the range of a step becomes a clip beside its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from desktop_app.export.film import Film, Take
from desktop_app.export.look import Look
from desktop_app.export.seen import Seen
from desktop_app.export.slides.deck import Deck, wordless

#: Writes a film as a file of a kind, ``mp4`` or ``webm``. It raises CoreloomError when it cannot.
WriteClip = Callable[[Film, str, Path], None]

#: Of a page's height, what a picture has where its words stand below it as text.
PICTURE_SHARE: Final = 0.8


def picture_look(look: Look) -> Look:
    """Return how pictures are drawn that have their words beside them: as wide, but not as high. Sizes are even."""
    width, height = look.size
    return replace(look, size=(width - width % 2, round(height * PICTURE_SHARE / 2) * 2), transparent=False)


def clip_film(deck: Deck, take: Take, look: Look, *, words: bool) -> Film:
    """Return what a slide plays as a film of its own.

    Args:
        deck: The slide's deck.
        take: What the slide plays.
        look: How its pictures are drawn.
        words: Whether caption and question are part of the pictures.
    """
    bare = take if words else replace(take, seen=partial(_bare, take))
    return Film(title=deck.title, takes=(bare,), fps=deck.fps, look=look)


def _bare(take: Take, frame: int) -> Seen:
    return wordless(take.seen(frame))
