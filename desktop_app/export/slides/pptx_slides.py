"""A deck as a presentation for PowerPoint and Impress: a slide a step, with its picture or clip all over it, and notes.

A question is a slide of its own before the one that answers it. Titles stand behind the pictures: outlines and screen
readers have them. The same deck is the same bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop_app import __version__
from desktop_app.export.easel import Easel
from desktop_app.export.film import Film
from desktop_app.export.painting import PaintSides
from desktop_app.export.png import png_bytes
from desktop_app.export.progress import Progress
from desktop_app.export.seen import Seen
from desktop_app.export.slides.clips import WriteClips, write_steps
from desktop_app.export.slides.deck import Deck, Scene, Slide, clean
from desktop_app.export.slides.title_page import SIMPLIFIED
from desktop_app.storage.atomic import parts_beside, write_atomically
from desktop_app.views.caption.question import LETTERS, AskedQuestion

if TYPE_CHECKING:
    from pptx.presentation import Presentation

#: A slide of 16 by 9 is so wide, in units of 1/914400 inch; others are as wide.
_WIDE_EMU: Final = 12_192_000
_PX: Final = _WIDE_EMU // 1280
#: Places in the library's own template.
_TITLE_SLIDE, _TITLE_ONLY = 0, 5
#: There is no time of day in an export.
_DATE: Final = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_FONT: Final = "Calibri"
_THUMBNAIL: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """One slide of the presentation: what it shows, says and plays."""

    title: str
    seen: Seen
    alt: str
    notes: str
    clip: Path | None = None


def write_pptx(
    deck: Deck,
    out: Path,
    progress: Progress,
    sides: PaintSides | None = None,
    clips: tuple[Film, WriteClips] | None = None,
) -> int:
    """Write a deck as a presentation, and return how many slides there are.

    Args:
        deck: What is written.
        out: The file.
        progress: Told of every step.
        sides: Paints runs that are side by side; None where there are none. It is closed in the end.
        clips: What plays, as `clips_film` returns it for the deck's look, and what writes it; None for pictures only.

    Raises:
        CoreloomError: When a slide cannot be run, or a file cannot be written.
    """
    easel = Easel(deck.look, sides)
    show = _new(deck)
    _add_opening(show, deck)
    try:
        with parts_beside(out) as folder:
            files = write_steps(clips[0], "mp4", folder, clips[1]) if clips is not None else {}
            for number, slide in enumerate(deck.slides):
                for page in _pages_of(slide, files.get(number)):
                    _add_page(show, page, easel)
                progress.frames(1)
            target = BytesIO()
            show.save(target)
    finally:
        easel.close()
    write_atomically(out, _dateless(target))
    return len(show.slides)


def _pages_of(slide: Slide, clip: Path | None) -> Iterator[_Page]:
    """Yield the slides of a step: what it asks, and what it shows."""
    scene = slide.scene()
    if scene.asking is not None and scene.asked is not None:
        asked = scene.asked
        choices = (f"{LETTERS[place]}: {choice}" for place, choice in enumerate(asked.choices))
        told = "\n".join((asked.prompt, *choices, slide.shown(scene)))
        yield _Page(title=f"Question: {slide.title}", seen=scene.asking, alt=told, notes=_notes(slide, scene))
    alt = "\n".join(filter(None, (slide.said, slide.shown(scene))))
    seen = scene.played.seen(0) if clip is not None and scene.played is not None else scene.still
    yield _Page(title=slide.title, seen=seen, alt=alt, notes=_notes(slide, scene), clip=clip)


def _notes(slide: Slide, scene: Scene) -> str:
    """Return what the speaker reads: the caption's answer as well, which is not on the slide that asks."""
    answer = _answer(scene.asked) if scene.asked is not None else ""
    return "\n\n".join(filter(None, (slide.notes, answer)))


def _answer(asked: AskedQuestion) -> str:
    right = f"{LETTERS[asked.right]}: {asked.choices[asked.right]}. " if asked.right is not None else ""
    return f"Answer: {right}{asked.explanation.replace('`', '')}"


def _new(deck: Deck) -> Presentation:
    """Return a presentation without slides, in the shape and the colours of the deck's pictures."""
    from pptx import Presentation as new  # noqa: N813, PLC0415 - a window's first paint needs no slides
    from pptx.util import Emu  # noqa: PLC0415 - as above

    show = new()
    width, height = deck.look.size
    assert show.slide_width is not None
    assert show.slide_height is not None
    high_emu = round(_WIDE_EMU * height / width)
    across, down = _WIDE_EMU / show.slide_width, high_emu / show.slide_height
    show.slide_width, show.slide_height = Emu(_WIDE_EMU), Emu(high_emu)
    master = show.slide_master
    for part in (master, *master.slide_layouts):
        for shape in part.shapes:
            shape.left, shape.width = round(shape.left * across), round(shape.width * across)
            shape.top, shape.height = round(shape.top * down), round(shape.height * down)
    master.background.fill.solid()
    master.background.fill.fore_color.rgb = _rgb(deck.look.palette.window)
    package = show.part.package
    for key, relation in list(package._rels.items()):  # noqa: SLF001 - there is no other way to the template's picture
        if relation.reltype == _THUMBNAIL:
            package._rels.pop(key)  # noqa: SLF001 - as above
    said = show.core_properties
    said.title, said.subject, said.author, said.last_modified_by = clean(deck.title)[:255], "", "", ""
    said.comments, said.category, said.keywords, said.revision = f"Coreloom {__version__}", "", "", 1
    said.created = said.modified = _DATE.replace(tzinfo=None)
    return show


def _add_opening(show: Presentation, deck: Deck) -> None:
    """Add the slide that says what the deck is about, and what is simplified in it."""
    theme = deck.look.palette
    slide = show.slides.add_slide(show.slide_layouts[_TITLE_SLIDE])
    height = show.slide_height
    assert height is not None
    title, sentence = slide.shapes.title, slide.placeholders[1]
    assert title is not None
    _place(title, 80, 70, 1120, 150)
    _write(title.text_frame, [deck.title], px=48, ink=theme.text, bold=True)
    if deck.sentence:
        _place(sentence, 80, 225, 1120, 100)
        _write(sentence.text_frame, [deck.sentence], px=27, ink=theme.muted)
    else:
        sentence._element.getparent().remove(sentence._element)  # noqa: SLF001 - an empty one would ask to be filled
    if deck.simplifications:
        box = slide.shapes.add_textbox(80 * _PX, 345 * _PX, 1120 * _PX, height - 380 * _PX)
        box.name = SIMPLIFIED
        items = [f"{SIMPLIFIED}:", *(f"•  {item}" for item in deck.simplifications)]
        letters = sum(map(len, deck.simplifications))
        _write(box.text_frame, items, px=20 if letters < 700 else 16, ink=theme.muted)  # noqa: PLR2004 - what has room
    if deck.introduction:
        _note(slide, deck.introduction)


def _add_page(show: Presentation, page: _Page, easel: Easel) -> None:
    """Add a slide with a picture, or a clip, over all of it."""
    slide = show.slides.add_slide(show.slide_layouts[_TITLE_ONLY])
    width, height = show.slide_width, show.slide_height
    assert width is not None
    assert height is not None
    title = slide.shapes.title
    assert title is not None
    _place(title, 40, 40, 1200, 80)
    _write(title.text_frame, [page.title], px=36, ink=easel.look.palette.text, bold=True)
    png = BytesIO(png_bytes(easel.paint(page.seen), best=True))
    if page.clip is None:
        shown: Any = slide.shapes.add_picture(png, 0, 0, width, height)
    else:
        shown = slide.shapes.add_movie(str(page.clip), 0, 0, width, height, png, "video/mp4")
    shown.name = "Clip" if page.clip is not None else "Picture"
    shown._element.nvPicPr.cNvPr.set("descr", clean(page.alt))  # noqa: SLF001 - the library has no name for it
    if page.notes:
        _note(slide, page.notes)


def _note(slide: Any, text: str) -> None:  # noqa: ANN401 - the library's own
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = clean(text)


def _place(shape: Any, x: int, y: int, width: int, height: int) -> None:  # noqa: ANN401 - the library's own
    shape.left, shape.top, shape.width, shape.height = x * _PX, y * _PX, width * _PX, height * _PX


def _write(frame: Any, texts: list[str], *, px: int, ink: str, bold: bool = False) -> None:  # noqa: ANN401 - the library's
    """Write paragraphs into a frame, from its top left on."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN  # noqa: PLC0415 - as in `_new`
    from pptx.util import Pt  # noqa: PLC0415 - as in `_new`

    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(4)
        run = paragraph.add_run()
        run.text = clean(text).replace("\n", " ")
        run.font.size, run.font.bold, run.font.name = Pt(px * 0.75), bold, _FONT
        run.font.color.rgb = _rgb(ink)


def _rgb(colour: str) -> Any:  # noqa: ANN401 - the library's own
    from pptx.dml.color import RGBColor  # noqa: PLC0415 - as in `_new`

    made: Any = RGBColor
    return made.from_string(colour.removeprefix("#"))


def _dateless(saved: BytesIO) -> bytes:
    """Return a presentation's archive without the time of day."""
    target = BytesIO()
    with zipfile.ZipFile(saved) as made, zipfile.ZipFile(target, "w") as archive:
        for entry in made.infolist():
            info = zipfile.ZipInfo(entry.filename, date_time=_ZIP_DATE)
            info.compress_type = (
                zipfile.ZIP_STORED if entry.filename.endswith((".png", ".mp4")) else zipfile.ZIP_DEFLATED
            )
            info.external_attr = 0o600 << 16
            archive.writestr(info, made.read(entry))
    return target.getvalue()
