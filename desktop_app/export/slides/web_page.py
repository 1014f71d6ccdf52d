"""A deck as one web page that plays and steps in any browser, with nothing from anywhere else.

The page may load nothing and run no script but its own, whose hashes it names (Content Security Policy, level 3).
Pictures are exact; clips are written twice, since no one kind of video plays in every browser. What is written goes to
the file step by step, so memory does not grow with the deck.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final, TextIO

from PIL import Image
from PySide6.QtGui import QImage

from desktop_app import __version__
from desktop_app.export.easel import Easel
from desktop_app.export.film import Film
from desktop_app.export.painting import PaintSides
from desktop_app.export.progress import Progress
from desktop_app.export.seen import Seen
from desktop_app.export.slides import web_text
from desktop_app.export.slides.clips import WriteClips, picture_look, write_steps
from desktop_app.export.slides.deck import Deck, Scene, Slide, wordless
from desktop_app.export.slides.web_frame import FOOT, HEAD_SCRIPT, bar, style_of
from desktop_app.storage.atomic import parts_beside, replacing
from desktop_app.storage.resources import resource_path

#: The kinds of clips, and how a browser is asked whether it plays them; the first that plays is taken.
KINDS: Final = {"mp4": 'video/mp4; codecs="avc1.640028"', "webm": 'video/webm; codecs="vp9"'}
#: Bytes that are encoded at a time: whole groups of three, and lines that editors can take.
_PIECE: Final = 57 * 1024


def write_web_page(
    deck: Deck,
    out: Path,
    progress: Progress,
    sides: PaintSides | None = None,
    clips: tuple[Film, WriteClips] | None = None,
) -> int:
    """Write a deck as a web page, and return how many slides play.

    Args:
        deck: What is written.
        out: The file.
        progress: Told of every slide.
        sides: Paints runs that are side by side; None where there are none. It is closed in the end.
        clips: What plays, as `clips_film` returns it for the `picture_look`, and what writes it; None for a page that
            shows the beginnings and ends only.

    Raises:
        CoreloomError: When a slide cannot be run, or a file cannot be written.
    """
    easel = Easel(picture_look(deck), sides)
    script = resource_path("slides/page.js").read_text(encoding="utf-8")
    style = style_of(deck.look.palette, easel.look.size) + resource_path("slides/page.css").read_text(encoding="utf-8")
    try:
        with replacing(out) as path, parts_beside(out) as folder:
            files = dict[str, dict[int, Path]]()
            if clips is not None:
                files = {kind: write_steps(clips[0], kind, folder, clips[1]) for kind in KINDS}
            played = {number for numbers in files.values() for number in numbers}
            with path.open("w", encoding="utf-8", newline="\n") as page:
                _write_head(page, deck, style, script)
                for number, slide in enumerate(deck.slides):
                    _write_slide(page, deck, slide, number, easel, plays=number in played)
                    progress.frames(1)
                page.write(f"</main>\n{bar(len(deck.slides), has_clips=bool(played))}\n")
                for number in sorted(played):
                    for kind, numbers in files.items():
                        _write_clip(page, f"step-{number + 1}", kind, numbers[number])
                page.write(f"<script>{script}</script>\n{FOOT}")
    finally:
        easel.close()
    return len(played)


def _write_head(page: TextIO, deck: Deck, style: str, script: str) -> None:
    scripts = " ".join(_hash(text) for text in (HEAD_SCRIPT, script))
    policy = (
        f"default-src 'none'; img-src data:; media-src blob:; style-src {_hash(style)}; script-src {scripts}; "
        "base-uri 'none'; form-action 'none'"
    )
    icon = _base64(resource_path("icons/coreloom-32.png").read_bytes())
    title = web_text.text(deck.title)
    notes = _notes(deck.introduction)
    sentence = f'<p class="sentence">{web_text.text(deck.sentence)}</p>' if deck.sentence else ""
    simplified = "".join(f"<li>{web_text.text(item)}</li>" for item in deck.simplifications)
    simplified = f'<h2>What is simplified</h2><ul class="simplified">{simplified}</ul>' if simplified else ""
    bare = "" if sentence or simplified or notes else " data-bare"
    page.write(f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Coreloom {__version__}">
<meta name="color-scheme" content="{"light" if "light" in deck.look.theme else "dark"}">
<meta name="description" content="{web_text.text(deck.sentence)}">
<link rel="icon" href="data:image/png;base64,{icon}">
<title>{title}</title>
<style>{style}</style>
<script>{HEAD_SCRIPT}</script>
</head>
<body>
<main>
<section class="slide opening shown" id="start" tabindex="-1" aria-label="{title}" data-name="{title}"{bare}>
<div class="tokens" aria-hidden="true"><i></i><i></i><i></i><i></i></div>
<h1>{title}</h1>{sentence}{simplified}
<p class="begin-hint"><button type="button" id="go">Begin</button> <kbd>→</kbd> <span>next</span> <kbd>Space</kbd> \
<span>play</span> <kbd>?</kbd> <span>all keys</span></p>
{notes}</section>
""")


def _hash(text: str) -> str:
    return f"'sha256-{_base64(hashlib.sha256(text.encode()).digest())}'"


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _write_slide(page: TextIO, deck: Deck, slide: Slide, number: int, easel: Easel, *, plays: bool) -> None:
    scene, name, place = slide.scene(), f"step-{number + 1}", f"{number + 1} / {len(deck.slides)}"
    title, kinds = web_text.text(slide.title), f"slide step{' asks' if scene.asked is not None else ''}"
    played = f' data-clip data-frames="{scene.played.frames}" data-fps="{deck.fps}"' if plays and scene.played else ""
    pictures = _pictures(slide, scene, easel.look.size, lambda seen: _webp(easel.paint(seen)))
    page.write(
        f'<section class="{kinds}" id="{name}" tabindex="-1" aria-labelledby="{name}-title" data-name="{title}" '
        f'data-number="{place}"{played}{" data-repeat" if slide.repeat else ""}>\n'
        f'<h2 id="{name}-title"><span class="number">{place}</span>{title}</h2>\n'
        f'<div class="picture">{pictures}</div>\n'
        f'<div class="words">{web_text.question(scene.asked) if scene.asked is not None else ""}'
        f'<div class="caption">{web_text.caption(slide.caption)}</div></div>\n'
        f"{_notes(slide.notes)}</section>\n"
    )


def _pictures(slide: Slide, scene: Scene, size: tuple[int, int], webp: Callable[[Seen], bytes]) -> str:
    """Return the first and the last picture of a slide, or the only one."""
    said = slide.shown(scene)
    first = scene.asking if scene.asking is not None else scene.played.seen(0) if scene.played is not None else None
    end = webp(wordless(scene.still))
    begin = webp(wordless(first)) if first is not None else end
    pictures = [("end", end, said)] if begin == end else [("begin", begin, f"{said}: before"), ("end", end, said)]
    return "".join(
        f'<img class="{name}" width="{size[0]}" height="{size[1]}" alt="{web_text.text(alt)}" draggable="false" '
        f'src="data:image/webp;base64,{_base64(data)}">'
        for name, data, alt in pictures
    )


def _webp(image: QImage) -> bytes:
    """Return a picture in exact pixels, half as large as a PNG."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    data = bytes(rgb.constBits())
    target = BytesIO()
    picture = Image.frombytes("RGB", (rgb.width(), rgb.height()), data, "raw", "RGB", rgb.bytesPerLine())
    picture.save(target, "WEBP", lossless=True, quality=50, method=3)
    return target.getvalue()


def _notes(words: str) -> str:
    return f'<aside class="notes"><h3>Notes</h3>{web_text.notes(words)}</aside>\n' if words.strip() else ""


def _write_clip(page: TextIO, slide: str, kind: str, path: Path) -> None:
    """Write a clip as a block of data, which no browser runs."""
    played = web_text.text(KINDS[kind])
    page.write(f'<script type="text/plain" class="clip" data-of="{slide}" data-kind="{played}">')
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            page.write(_base64(piece))
            page.write("\n")
    page.write("</script>\n")
