"""``coreloom export``: pictures of a run, without a display."""

from __future__ import annotations

import os
from pathlib import Path

from desktop_app.analysis.cores import lookahead_ns
from desktop_app.cli.arguments import export_parser
from desktop_app.cli.output import write_note, write_output
from desktop_app.cli.source import scenario_from
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.camera import WHOLE_STAGE, parse_camera
from desktop_app.model.durations import format_duration, parse_duration
from desktop_app.model.errors import ScenarioError
from desktop_app.model.lit import MAX_LIT, LitTarget, parse_lit
from desktop_app.model.quoting import file_shown
from desktop_app.storage.wording import written
from desktop_app.trace.trace import Trace
from desktop_app.views.stage.options import StageOptions

#: Small enough to be drawn, large enough to be read.
_MIN_SIZE = (900, 560)
_MAX_SIZE = (7680, 4320)


def export(arguments: list[str]) -> int:
    """Run the command and return its exit code, 0.

    Raises:
        CoreloomError: When the source, an option or the output cannot be used.
    """
    options = export_parser().parse_args(arguments)
    out = Path(options.out)
    size = _size(options.size or ("1280x720" if out.suffix.lower() == ".webp" else "1920x1080"))
    at_ns = None if options.at is None else _time(options.at)
    if out.suffix.lower() not in {".png", ".webp"}:
        raise ScenarioError("OUT", "", written(options.out), "a file name that ends in .png or .webp")
    if out.suffix.lower() == ".webp" and at_ns is not None:
        raise ScenarioError("--at", "", written(options.at), "a .png to draw one moment; a .webp shows the whole run")
    camera = WHOLE_STAGE if options.camera is None else parse_camera(options.camera, file="--camera", field="")
    lit = () if options.lit is None else _lit(options.lit)
    simulation = simulate(scenario_from(options), BATCH_LIMITS)
    trace = simulation.trace
    if at_ns is None:
        simulation.run()
    else:
        while not trace.finished and trace.known_until_ns < at_ns + lookahead_ns(trace):
            simulation.advance(at_ns + lookahead_ns(trace), 100_000)
    _write(trace, out, size, options.theme, at_ns, StageOptions(camera=camera, lit=lit))
    return 0


def _write(  # noqa: PLR0917 - as PLR0913
    trace: Trace, out: Path, size: tuple[int, int], theme: str, at_ns: int | None, options: StageOptions
) -> None:
    # Rasterised by Qt itself whatever display there is, so that the bytes are the same everywhere; set before Qt loads.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from desktop_app.export.animation import write_webp  # noqa: PLC0415 - Qt is loaded only where it is needed
    from desktop_app.export.picture import write_png  # noqa: PLC0415

    if out.suffix.lower() == ".webp":
        frames = write_webp(trace, out, size, theme, options)
        write_output(f"{file_shown(str(out))}: {frames} frames of {size[0]}x{size[1]}\n")
        return
    t_ns = trace.known_until_ns if at_ns is None else at_ns
    if trace.finished and t_ns > trace.known_until_ns:
        write_note(f"the run ends at {format_duration(trace.known_until_ns)}; drawing its end")
        t_ns = trace.known_until_ns
    write_png(trace, t_ns, out, size, theme, options)
    write_output(f"{file_shown(str(out))}: {size[0]}x{size[1]} at {format_duration(t_ns)}\n")


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    expected = f"WIDTHxHEIGHT in pixels from {_MIN_SIZE[0]}x{_MIN_SIZE[1]} to {_MAX_SIZE[0]}x{_MAX_SIZE[1]}"
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit() and len(text) <= 11):  # noqa: PLR2004 - longer numbers are out of range anyway
        raise ScenarioError("--size", "", written(text), expected)
    size = int(width), int(height)
    if not all(low <= side <= high for low, side, high in zip(_MIN_SIZE, size, _MAX_SIZE, strict=True)):
        raise ScenarioError("--size", "", written(text), expected)
    return size


def _lit(text: str) -> tuple[LitTarget, ...]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > MAX_LIT:
        raise ScenarioError("--lit", "", written(text), f"at most {MAX_LIT} things that are lit")
    targets = list[LitTarget]()
    for part in parts:
        try:
            targets.append(parse_lit(part))
        except ValueError as error:
            raise ScenarioError("--lit", "", written(part), str(error)) from None
    return tuple(targets)


def _time(text: str) -> int:
    try:
        return parse_duration(text)
    except ValueError as error:
        raise ScenarioError("--at", "", written(text), str(error)) from None
