"""A lesson as a film: each step as a presentation shows it, slowly enough to be read.

A step that asks has its question open for a while, then the answer and why; one that does not has its caption. Then its
range plays at the step's speed, and its end stands for a moment.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from desktop_app.cli.lesson_scenes import LessonScenes, StepScene
from desktop_app.export.film import MAX_FRAMES, Film, Pace, Take
from desktop_app.export.look import Look
from desktop_app.export.seen import Seen
from desktop_app.model.errors import LessonError
from desktop_app.storage.wording import written

#: What subtitles of films for grown-ups give, in letters per second, and the shortest time for any text in seconds.
READ_PER_S: Final = 15
LEAST_S: Final = 3
#: How long a question stays open when it has been read, and the end of what was played, in seconds.
THINK_S: Final = 5
HOLD_S: Final = 2

#: A moment of a step that stands still.
Moment = Callable[[StepScene], Seen]


def lesson_film(scenes: LessonScenes, look: Look, fps: int, steps: Sequence[int] | None = None) -> Film:
    """Return steps of a lesson as a film, one after the other.

    Args:
        scenes: The lesson, with words or without.
        look: How its pictures are drawn.
        fps: Frames per second, from 1.
        steps: Which steps, by their numbers from 0; None for all.

    Raises:
        LessonError: When a step cannot be run, or names what is not there, or plays for longer than a film may be.
    """
    lesson, takes, frames = scenes.lesson, list[Take](), 0
    for index in range(len(scenes)) if steps is None else steps:
        for take in takes_of(scenes, index, fps):
            frames += take.frames
            takes.append(take)
        if frames > MAX_FRAMES:
            step = lesson.steps[index]
            problem = f"step {written(step.title)} makes the film longer than {MAX_FRAMES} frames"
            raise LessonError(lesson.file, step.line, problem, "a higher speed, or a shorter range")
    return Film(title=lesson.title, takes=tuple(takes), fps=fps, look=look)


def takes_of(scenes: LessonScenes, index: int, fps: int) -> Iterator[Take]:
    """Yield the takes of one step, by its number from 0.

    Raises:
        LessonError: When it cannot be run, or names what is not there.
    """
    scene = scenes[index]
    question, caption = scene.question if scenes.words else None, scene.step.caption.text if scenes.words else ""
    take = partial(_standing, scenes, index)
    if question is not None:
        yield take(_asking, fps, read_s(question.text, *question.choices) + THINK_S)
    first = [*((question.reason,) if question is not None else ()), *((caption,) if _reads_first(scene) else ())]
    yield take(_told, fps, read_s(*first))
    if scene.span.stretch is None:
        return
    played = played_take(scenes, index, fps)
    yield played
    # What could not be read before is read while it plays, and after that.
    rest_s = read_s(caption) - played.frames / fps if question is not None else 0
    yield take(_ended, fps, max(HOLD_S, rest_s))


def played_take(scenes: LessonScenes, index: int, fps: int) -> Take:
    """Return the range that a step plays, by its number from 0."""
    scene = scenes[index]
    pace = Pace(begin_ns=scene.span.begin_ns, end_ns=scene.span.end_ns, speed_ns=scene.speed_ns, fps=fps)
    return Take(frames=pace.frames, seen=partial(_played, scenes, index, pace), step=index, pace=pace)


def read_s(*texts: str) -> float:
    """Return how long an audience needs to read texts, in seconds."""
    return max(LEAST_S, sum(map(len, texts)) / READ_PER_S)


def _reads_first(scene: StepScene) -> bool:
    """Return whether the caption is there before anything plays: not below an answer that is still to be shown."""
    return scene.question is None or scene.span.stretch is None


def _standing(scenes: LessonScenes, index: int, how: Moment, fps: int, seconds: float) -> Take:
    return Take(frames=max(1, math.ceil(seconds * fps)), seen=partial(_still, scenes, index, how), step=index)


def _asking(scene: StepScene) -> Seen:
    return scene.seen(scene.span.begin_ns, revealed=False)


def _told(scene: StepScene) -> Seen:
    return scene.seen(scene.span.begin_ns)


def _ended(scene: StepScene) -> Seen:
    return scene.seen(scene.span.end_ns)


def _still(scenes: LessonScenes, index: int, how: Moment, _frame: int) -> Seen:
    return how(scenes[index])


def _played(scenes: LessonScenes, index: int, pace: Pace, frame: int) -> Seen:
    return scenes[index].seen(pace.t_ns(frame), playing=True)
