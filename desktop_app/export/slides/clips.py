"""What slides play: how the range of a step becomes a clip beside its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from desktop_app.export.film import Film, Take
from desktop_app.export.look import Look
from desktop_app.export.seen import Seen
from desktop_app.export.slides.deck import Deck, wordless

#: Writes steps of a film as files of a kind, ``mp4`` or ``webm``: the film, the kind, and for each file what of the
#: film is in it, in its order. It raises CoreloomError when it cannot.
WriteClips = Callable[[Film, str, Sequence[tuple[Film, Path]]], None]

#: Of a page's height, what a picture has where its words stand below it as text, and where there are none.
_ABOVE_WORDS, _ALONE = 0.8, 0.94


def picture_look(deck: Deck) -> Look:
    """Return how pictures are drawn that have their words below them: as wide, but not as high. Sizes are even."""
    width, height = deck.look.size
    share = _ABOVE_WORDS if deck.has_words else _ALONE
    return replace(deck.look, size=(width - width % 2, round(height * share / 2) * 2), transparent=False)


def clips_film(deck: Deck, look: Look, *, words: bool) -> Film | None:
    """Return all that slides play as one film, whose steps are the slides; None where nothing plays.

    Args:
        deck: The slides.
        look: How pictures are drawn.
        words: Whether caption and question are part of the pictures.

    Raises:
        CoreloomError: When a slide cannot be run.
    """
    takes = list[Take]()
    for number, slide in enumerate(deck.slides):
        take = slide.scene().played
        if take is not None:
            takes.append(replace(take, step=number, seen=take.seen if words else partial(_bare, take)))
    return Film(title=deck.title, takes=tuple(takes), fps=deck.fps, look=look) if takes else None


def write_steps(film: Film, kind: str, folder: Path, write: WriteClips) -> dict[int, Path]:
    """Write each step of a film as a file of a kind into a folder, and return the files by the numbers of the steps."""
    files = {step: folder / f"{step}.{kind}" for step in film.steps}
    write(film, kind, [(film.of_step(step), path) for step, path in files.items()])
    return files


def _bare(take: Take, frame: int) -> Seen:
    return wordless(take.seen(frame))
