"""The film of a run."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desktop_app.analysis.instants import thread_called
from desktop_app.analysis.moment import Moments
from desktop_app.app.speeds import DEFAULT_STEP, STEPS, speed_unit
from desktop_app.cli.exporting.options import ExportOptions
from desktop_app.cli.exporting.runs import Shot
from desktop_app.export.film import MAX_FRAMES, Film, Pace, Take
from desktop_app.export.seen import Run, Seen
from desktop_app.model.durations import format_duration
from desktop_app.model.errors import ScenarioError
from desktop_app.storage.wording import written
from desktop_app.teaching.named import problem_with_core, problem_with_lit, problem_with_thread
from desktop_app.trace.trace import Trace
from desktop_app.views.stage.options import StageOptions

#: Where nobody says how fast it plays, it takes no longer than this, in seconds.
_LONGEST_S: Final = 30
#: How long the last picture stands, in seconds: a player that begins again at once would not let anyone see it.
_HOLD_S: Final = 1


def usual_speed_ns(trace: Trace, span_ns: int) -> int:
    """Return the speed of a clip for which nobody asked for one: the window's, or what is over in half a minute.

    Args:
        trace: The run.
        span_ns: How much of it is shown, in nanoseconds.

    Returns:
        Simulated nanoseconds per second.
    """
    unit_ns = speed_unit(trace).duration_ns
    steps = (step for step in STEPS if step >= DEFAULT_STEP and span_ns <= step * unit_ns * _LONGEST_S)
    step = next(steps, None)
    return step * unit_ns if step is not None else -(-span_ns // _LONGEST_S)


def seen_of(trace: Trace, t_ns: int, options: ExportOptions) -> Seen:
    """Return what a picture of a run shows at a moment.

    Raises:
        ScenarioError: When it is to show what the run has not.
    """
    camera = options.camera
    _check_named(trace, options)
    followed = thread_called(trace, camera.thread) if camera.thread else None
    return Seen(
        runs=(Run(moments=Moments(trace)),),
        t_ns=t_ns,
        shown=options.shown,
        options=StageOptions(camera=camera, lit=options.lit, followed=followed),
    )


def _check_named(trace: Trace, options: ExportOptions) -> None:
    """Refuse what the run has not; of one that is known in part only, threads may come later."""
    camera, problem = options.camera, ""
    if camera.core is not None:
        problem = problem_with_core(camera.core, f"camera {written(camera.text)}", trace)
    elif camera.thread and trace.finished:
        problem = problem_with_thread(camera.thread, trace)
    if problem:
        raise ScenarioError("--camera", "", written(camera.text), f"what is in this run; {problem}")
    for target in options.lit:
        if (target.core is not None or trace.finished) and (problem := problem_with_lit(target, trace)):
            raise ScenarioError("--lit", "", written(target.text), f"what is in this run; {problem}")


def film_of(shot: Shot, options: ExportOptions) -> Film:
    """Return the film of a stretch of a run.

    Raises:
        ScenarioError: When it would have more frames than a film can have.
    """
    span_ns = shot.end_ns - shot.begin_ns
    speed_ns = options.speed_ns or usual_speed_ns(shot.trace, span_ns)
    pace = Pace(begin_ns=shot.begin_ns, end_ns=shot.end_ns, speed_ns=max(1, speed_ns), fps=options.fps)
    if pace.frames > MAX_FRAMES:
        least_ns = -(-span_ns * options.fps // (MAX_FRAMES - 1))
        expected = f"at least {format_duration(least_ns)}: a film has at most {MAX_FRAMES:,} frames"
        raise ScenarioError("--speed", "", format_duration(speed_ns), expected)
    first = seen_of(shot.trace, shot.begin_ns, options)
    takes = [Take(frames=pace.frames, seen=lambda frame: replace(first, t_ns=pace.t_ns(frame)), pace=pace)]
    if pace.frames > 1:
        last = replace(first, t_ns=shot.end_ns)
        takes.append(Take(frames=_HOLD_S * options.fps, seen=lambda _frame: last))
    return Film(title=shot.trace.header.title, takes=tuple(takes), fps=options.fps, look=options.look)
