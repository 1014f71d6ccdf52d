"""A run as slides: one from each bookmark of its scenario to the next, or one of all that is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from desktop_app.cli.exporting.films import seen_of, usual_speed_ns
from desktop_app.cli.exporting.options import ExportOptions
from desktop_app.cli.exporting.runs import Shot
from desktop_app.export.film import Pace, Take
from desktop_app.export.seen import Seen
from desktop_app.export.slides.deck import Deck, Scene, Slide
from desktop_app.model.durations import NS_PER_MS, spaced_stretch
from desktop_app.model.lesson import MAX_CAPTION_CHARS, MAX_STEPS, Caption
from desktop_app.model.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What a slide shows of a run: from where to where, and the bookmark's name."""

    name: str
    begin_ns: int
    end_ns: int


def run_deck(shot: Shot, scenario: Scenario, options: ExportOptions) -> Deck:
    """Return a stretch of a run as slides; what a bookmark is called is what an audience reads.

    Args:
        shot: The run, and what is shown of it.
        scenario: What was run.
        options: How it is shown.
    """
    parts = _parts(shot, scenario)
    longest_ns = max(part.end_ns - part.begin_ns for part in parts)
    speed_ns = max(1, options.speed_ns or usual_speed_ns(shot.trace, longest_ns))
    whole = len(parts) == 1 and not parts[0].name
    captions = tuple(Caption.of(part.name) for part in parts if part.name)
    # The pictures of the run are the same for all slides, and so is what is kept for them.
    base = replace(seen_of(shot.trace, shot.begin_ns, options), captions=captions)
    return Deck(
        title=scenario.title,
        slides=tuple(
            Slide(
                title=part.name or (scenario.title if whole else f"At {part.begin_ns / NS_PER_MS:.2f} ms"),
                caption=Caption.of(part.name) if part.name else Caption(),
                scene=partial(_scene, base, part, options, speed_ns),
            )
            for part in parts
        ),
        look=options.look,
        fps=options.fps,
    )


def _parts(shot: Shot, scenario: Scenario) -> list[_Part]:
    marks = sorted(scenario.bookmarks, key=lambda mark: mark.at_ns)
    marks = [mark for mark in marks if shot.begin_ns <= mark.at_ns <= shot.end_ns][:MAX_STEPS]
    if not marks:
        return [_Part(name="", begin_ns=shot.begin_ns, end_ns=shot.end_ns)]
    ends = [mark.at_ns for mark in marks[1:]] + [shot.end_ns]
    return [
        _Part(name=mark.name[:MAX_CAPTION_CHARS], begin_ns=mark.at_ns, end_ns=end_ns)
        for mark, end_ns in zip(marks, ends, strict=True)
    ]


def _scene(base: Seen, part: _Part, options: ExportOptions, speed_ns: int) -> Scene:
    plays = part.end_ns > part.begin_ns
    first = replace(
        base,
        t_ns=part.begin_ns,
        stretch=(part.begin_ns, part.end_ns) if plays else None,
        caption=Caption.of(part.name) if part.name else Caption(),
    )
    pace = Pace(begin_ns=part.begin_ns, end_ns=part.end_ns, speed_ns=speed_ns, fps=options.fps)
    return Scene(
        still=replace(first, t_ns=part.end_ns),
        played=Take(frames=pace.frames, seen=partial(_played, first, pace), step=0) if plays else None,
        lit=", ".join(target.text for target in options.lit),
        moment=spaced_stretch(part.begin_ns, part.end_ns),
    )


def _played(first: Seen, pace: Pace, frame: int) -> Seen:
    return replace(first, t_ns=pace.t_ns(frame), playing=True)
