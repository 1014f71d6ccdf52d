"""What can be written, by the ending of a file's name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from desktop_app.model.errors import ScenarioError
from desktop_app.storage.endings import ENDINGS, FileKind
from desktop_app.storage.wording import written


class Kind(Enum):
    """What a format holds."""

    PICTURE = "picture"
    SEQUENCE = "sequence"
    CLIP = "clip"
    SLIDES = "slides"
    DATA = "data"


class Quality(Enum):
    """How much a file may lose to be small; its value is its name on the command line."""

    SMALL = "small"
    GOOD = "good"
    BEST = "best"
    LOSSLESS = "lossless"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format.

    Attributes:
        name: Its short name, such as ``mp4``.
        endings: How a file's name ends, with the dot; the first one is the usual one.
        kind: What it holds.
        title: What people call it.
        sentence: What it is good for.
        qualities: Which qualities it can have, the usual one first; empty where there is nothing to choose.
        transparent: Whether its ground can be see-through.
        even: Whether width and height must be even.
        most_fps: The largest rate, in frames per second.
        lessons: Whether it is made of lessons only.
    """

    name: str
    endings: tuple[str, ...]
    kind: Kind
    title: str
    sentence: str
    qualities: tuple[Quality, ...] = ()
    transparent: bool = False
    even: bool = False
    most_fps: int = 120
    lessons: bool = False


_LOSSY: Final = (Quality.GOOD, Quality.SMALL, Quality.BEST)

#: The largest rate at which browsers play pictures, in frames a second. They make 100 ms of a frame's time that is
#: 10 ms or less, and WebP counts whole milliseconds.
_PLAYED_FPS: Final = 90

#: All of them, in the order in which people look for them. An ending of two parts stands before its last part.
FORMATS: Final = (
    Format(
        name="png",
        endings=(".png",),
        kind=Kind.PICTURE,
        title="PNG picture",
        sentence="One moment, every pixel as in the window",
        transparent=True,
    ),
    Format(
        name="svg",
        endings=(".svg",),
        kind=Kind.PICTURE,
        title="SVG drawing",
        sentence="One moment as lines and text, to be edited in Inkscape",
        transparent=True,
    ),
    Format(
        name="pdf",
        endings=(".pdf",),
        kind=Kind.PICTURE,
        title="PDF page",
        sentence="One moment as a page that is sharp at every size",
    ),
    Format(
        name="frames",
        endings=("/",),
        kind=Kind.SEQUENCE,
        title="PNG sequence",
        sentence="Every frame as a picture of its own in a folder, for a video editor",
        transparent=True,
    ),
    Format(
        name="mp4",
        endings=(".mp4", ".m4v"),
        kind=Kind.CLIP,
        title="MP4 video (H.264)",
        sentence="Plays in slides, in browsers and on phones",
        qualities=_LOSSY,
        even=True,
    ),
    Format(
        name="webm",
        endings=(".webm",),
        kind=Kind.CLIP,
        title="WebM video (VP9)",
        sentence="A free format for web pages",
        qualities=_LOSSY,
        even=True,
    ),
    Format(
        name="gif",
        endings=(".gif",),
        kind=Kind.CLIP,
        title="GIF animation",
        sentence="Plays wherever pictures are shown, in 255 colours",
        qualities=(Quality.GOOD, Quality.SMALL),
        most_fps=50,
    ),
    Format(
        name="apng",
        endings=(".apng",),
        kind=Kind.CLIP,
        title="APNG animation",
        sentence="Every pixel exact, plays in browsers",
        qualities=(Quality.LOSSLESS,),
        transparent=True,
        most_fps=_PLAYED_FPS,
    ),
    Format(
        name="webp",
        endings=(".webp",),
        kind=Kind.CLIP,
        title="WebP animation",
        sentence="Exact and small, plays in browsers",
        qualities=(Quality.LOSSLESS, *_LOSSY),
        transparent=True,
        most_fps=_PLAYED_FPS,
    ),
    Format(
        name="slides",
        endings=(".pdf",),
        kind=Kind.SLIDES,
        title="PDF slides",
        sentence="A page a step with its caption, or a handout with the notes",
        lessons=True,
    ),
    Format(
        name="pptx",
        endings=(".pptx",),
        kind=Kind.SLIDES,
        title="PowerPoint slides",
        sentence="A slide a step with picture or clip, and the notes",
        qualities=_LOSSY,
    ),
    Format(
        name="html",
        endings=(".html", ".htm"),
        kind=Kind.SLIDES,
        title="Web page",
        sentence="One file that plays and steps in any browser, without a network",
        qualities=_LOSSY,
    ),
    Format(
        name="metrics-json",
        endings=(".metrics.json",),
        kind=Kind.DATA,
        title="Metrics as JSON",
        sentence="Turnaround, waiting, response times and more, for programs",
    ),
    Format(
        name="metrics-csv",
        endings=(".metrics.csv",),
        kind=Kind.DATA,
        title="Metrics as CSV",
        sentence="Turnaround, waiting, response times and more, for a spreadsheet",
    ),
    Format(
        name="perfetto",
        endings=(".json",),
        kind=Kind.DATA,
        title="Perfetto trace",
        sentence="Opens in ui.perfetto.dev, with cores and threads as tracks",
    ),
    Format(
        name="csv",
        endings=(".csv",),
        kind=Kind.DATA,
        title="Trace as CSV",
        sentence="All that happened, a row each",
    ),
    Format(
        name="coretrace",
        endings=ENDINGS[FileKind.TRACE],
        kind=Kind.DATA,
        title="Coreloom trace",
        sentence="The run as it was, which Coreloom opens again",
    ),
    Format(
        name="listing",
        endings=(".txt",),
        kind=Kind.DATA,
        title="Bytecode listing",
        sentence="Every instruction of the programs",
    ),
)


def format_named(name: str) -> Format:
    """Return a format by its short name."""
    return next(form for form in FORMATS if form.name == name)


def format_of(out: str, *, deck: bool = False, folder: bool = False) -> Format:
    """Return the format of a file by its name.

    Args:
        out: The file's name, as the user gave it.
        deck: Whether all steps of a lesson are exported: then a PDF has a page for each.
        folder: Whether it is a folder that is there.

    Raises:
        ScenarioError: When no format has such an ending.
    """
    name = out.lower()
    if folder or name.endswith(("/", "\\")):
        return format_named("frames")
    for form in FORMATS:
        if (
            form.name != "frames"
            and name.endswith(form.endings)
            and (name.endswith(".pdf") is False or form.lessons is deck)
        ):
            return form
    endings = sorted({ending for form in FORMATS for ending in form.endings if ending != "/"})
    expected = f"a name that ends in {', '.join(endings)}, or in / for a folder of PNG pictures"
    raise ScenarioError("OUT", "", written(out), expected)
