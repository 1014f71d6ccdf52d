"""A lesson, or a run from bookmark to bookmark, as slides."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from desktop_app.app.show.sides import SidesPicture
from desktop_app.cli.exporting.options import ExportOptions
from desktop_app.cli.exporting.run_deck import run_deck
from desktop_app.cli.exporting.runs import shot_of
from desktop_app.cli.exporting.sources import Source
from desktop_app.cli.exporting.telling import Telling, size_text
from desktop_app.cli.exporting.writers import ClipWriter, MakeEasel, join_parts, writer_for
from desktop_app.cli.lesson_deck import lesson_deck
from desktop_app.cli.output import write_note
from desktop_app.export.film import MAX_FRAMES, Film
from desktop_app.export.formats import format_named
from desktop_app.export.slides.clips import WriteClips, clips_film, picture_look
from desktop_app.export.slides.deck import Deck
from desktop_app.export.slides.pdf_handout import write_handout
from desktop_app.export.slides.pdf_slides import write_pdf_slides
from desktop_app.export.slides.pptx_slides import write_pptx
from desktop_app.export.slides.web_page import KINDS, write_web_page
from desktop_app.model.counting import counted
from desktop_app.model.durations import format_duration
from desktop_app.model.errors import CoreloomError, ScenarioError
from desktop_app.model.lesson import Lesson
from desktop_app.model.quoting import file_shown
from desktop_app.storage.trace_file.reading import Recording

_VIDEO: Final = ("mp4",)


def write_slides(options: ExportOptions, source: Source, make_easel: MakeEasel, telling: Telling) -> None:
    """Write slides.

    Raises:
        CoreloomError: When they cannot be written; what was there before is as it was.
    """
    deck, sides = _deck(options, source), SidesPicture()
    write: dict[str, Callable[[], int]] = {
        "slides": lambda: (write_handout if options.handout else write_pdf_slides)(deck, options.out, telling, sides),
        "pptx": lambda: write_pptx(deck, options.out, telling, sides, _clips(options, deck, make_easel, telling)),
        "html": lambda: write_web_page(deck, options.out, telling, sides, _clips(options, deck, make_easel, telling)),
    }
    telling.begin(len(deck.slides) + (options.form.name == "slides"))
    count = write[options.form.name]()
    # A page on the web counts its slides without the title's, and says how many of them play.
    words = {
        "slides": counted(count, "page"),
        "pptx": counted(count, "slide"),
        "html": f"{counted(len(deck.slides), 'slide')}, {count} that play{'s' * (count == 1)}",
    }
    telling.written(
        [options.out], f"{file_shown(str(options.out))}: {words[options.form.name]}, {size_text(options.out)}\n"
    )


def _deck(options: ExportOptions, source: Source) -> Deck:
    if isinstance(source, Lesson):
        return lesson_deck(source, options.look, options.fps, words=options.captions, speed_ns=options.speed_ns)
    scenario = source.scenario if isinstance(source, Recording) else source
    return run_deck(shot_of(source, ("--from", options.begin), ("--to", options.end)), scenario, options)


def _clips(
    options: ExportOptions, deck: Deck, make_easel: MakeEasel, telling: Telling
) -> tuple[Film, WriteClips] | None:
    """Return what plays, and what writes it; None where nothing does, or nobody can."""
    page = options.form.name == "html"
    if not page and not options.clips:
        return None
    film = clips_film(deck, picture_look(deck) if page else options.look, words=not page)
    if film is None:
        return None
    if film.frames > MAX_FRAMES:
        speed = "a higher speed, or a shorter stretch" if options.speed_ns else "--speed, or a shorter stretch"
        problem = f"{speed}: {format_duration(film.frames // film.fps * 10**9)} are too long to play"
        raise ScenarioError("OUT", "", "", problem)
    if any(side % 2 for side in film.look.size):
        width, height = film.look.size
        raise ScenarioError("--size", "", f"{width}x{height}", "even numbers; MP4 video halves them for colours")
    kinds = tuple(KINDS) if page else _VIDEO
    try:
        for kind in kinds:
            _writer(options, kind, make_easel)
    except CoreloomError as error:
        if not page:
            raise
        # A page shows the beginnings and ends without it.
        write_note(f"nothing plays in this page: {error}")
        return None
    telling.begin(film.frames * len(kinds) + len(deck.slides))
    return film, _Clips(options, make_easel, telling)


def _writer(options: ExportOptions, kind: str, make_easel: MakeEasel) -> ClipWriter:
    """Return who writes what slides play as files of a kind, where it is installed."""
    form = format_named(kind)
    return writer_for(form, options.quality or form.qualities[0], make_easel, jobs=1)


class _Clips:
    """Writes what slides play."""

    def __init__(self, options: ExportOptions, make_easel: MakeEasel, telling: Telling) -> None:
        self._options = options
        self._make_easel = make_easel
        self._telling = telling

    def __call__(self, film: Film, kind: str, outs: Sequence[tuple[Film, Path]]) -> None:
        """Write steps of a film as files of a kind, ``mp4`` or ``webm``: several chunks at a time."""
        writer = _writer(self._options, kind, self._make_easel)
        parts = outs[0][1].parent
        self._telling.temporary(parts)
        with tempfile.TemporaryDirectory(dir=parts, ignore_cleanup_errors=True) as folder:
            writer.write(film, iter(range(len(film.chunks))), Path(folder), self._telling)
            join_parts(writer, Path(folder), outs)
