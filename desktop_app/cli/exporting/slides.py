"""A lesson, or a scenario from bookmark to bookmark, as slides."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from desktop_app.app.show.sides import SidesPicture
from desktop_app.cli.exporting.options import ExportOptions
from desktop_app.cli.exporting.telling import Telling, size_text
from desktop_app.cli.exporting.writers import MakeEasel, writer_for
from desktop_app.cli.lesson_deck import lesson_deck, scenario_deck
from desktop_app.export.film import Film
from desktop_app.export.formats import format_named
from desktop_app.export.slides.deck import Deck
from desktop_app.export.slides.pdf_slides import write_pdf_slides
from desktop_app.export.slides.web_page import write_web_page
from desktop_app.model.lesson import Lesson
from desktop_app.model.quoting import file_shown
from desktop_app.model.scenario import Scenario


def write_slides(options: ExportOptions, source: Scenario | Lesson, make_easel: MakeEasel, telling: Telling) -> None:
    """Write slides.

    Raises:
        CoreloomError: When they cannot be written; what was there before is as it was.
    """
    deck = _deck(options, source)
    telling.begin(len(deck.slides) + 1)
    sides = SidesPicture()
    write: dict[str, Callable[[], int]] = {
        "slides": lambda: write_pdf_slides(deck, options.out, telling, sides),
        "html": lambda: write_web_page(deck, options.out, telling, sides, _Clips(options, make_easel, telling)),
    }
    write[options.form.name]()
    words = f"{len(deck.slides)} {'slides' if len(deck.slides) > 1 else 'slide'}"
    telling.written([options.out], f"{file_shown(str(options.out))}: {words}, {size_text(options.out)}\n")


def _deck(options: ExportOptions, source: Scenario | Lesson) -> Deck:
    if isinstance(source, Lesson):
        return lesson_deck(source, options.look, options.fps, speed_ns=options.speed_ns)
    return scenario_deck(source, options.look, options.fps, shown=options.shown, speed_ns=options.speed_ns)


class _Clips:
    """Writes what slides play."""

    def __init__(self, options: ExportOptions, make_easel: MakeEasel, telling: Telling) -> None:
        self._options = options
        self._make_easel = make_easel
        self._telling = telling

    def __call__(self, film: Film, kind: str, out: Path) -> None:
        """Write a film as a file of a kind, ``mp4`` or ``webm``."""
        form = format_named(kind)
        writer = writer_for(form, self._options.quality or form.qualities[0], self._make_easel, jobs=1)
        chunks = range(len(film.chunks))
        with tempfile.TemporaryDirectory(prefix="coreloom-") as folder:
            writer.write(film, iter(chunks), Path(folder), self)
            writer.join(film, Path(folder), chunks, out)

    def frames(self, _done: int) -> None:
        """Let it be stopped; slides are what is counted."""
        self._telling.frames(0)
