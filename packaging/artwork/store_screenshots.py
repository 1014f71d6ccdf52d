"""The pictures for software centres and the README; ``dev.py screenshots --store`` takes them.

They are of the real window (screenshots.py takes them), 16 to 9 as AppStream wants them, and in 256 colours each.
"""

from __future__ import annotations

import io
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from checkout import PACKAGING
from PIL import Image

from artwork.screenshots import TOLD, State, take

OUT = PACKAGING / "linux" / "screenshots"
STAGE = State(name="stage-dark", source=str(OUT / "stage.coreloom"), at_ms=9.6, size=(1600, 900))
SHOTS = (
    STAGE,
    replace(STAGE, name="stage-light", source="scenarios/two-processes.toml", at_ms=1.6, theme="light"),
    replace(STAGE, name="lesson", lesson="lessons/03-threads-in-a-process.md", step=4),
    replace(STAGE, name="memory-and-metrics", panel="memory", below="metrics"),
    replace(STAGE, name="differences", actions=("differences",), filled=True, later_ms=20_000),
    replace(TOLD, name="presentation", actions=("lesson_next", "show_from_here", "show_next")),
)


def main() -> int:
    """Take all of them."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - after what decides on the screen

    app = QApplication(sys.argv[:1])
    if app.primaryScreen().size().toTuple() != STAGE.size:
        raise SystemExit(f"The screen has to be as large as the pictures, {STAGE.size}, as presentations fill it.")
    with tempfile.TemporaryDirectory() as scratch:
        for state in SHOTS:
            take(state, Path(scratch), app)
            content = shrunk(Path(scratch) / f"{state.name}.png")
            (OUT / f"{state.name}.png").write_bytes(content)
            print(f"{len(content):8,} bytes  {OUT / state.name}.png", flush=True)
    return 0


def shrunk(path: Path) -> bytes:
    """Return a picture in 256 colours, which is a third of its size; rare colours, such as those of code, stay."""
    picture = Image.open(path).convert("RGB")
    written = io.BytesIO()
    palette = picture.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    palette.save(written, "PNG", optimize=True)
    return written.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
