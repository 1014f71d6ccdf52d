"""A lesson as a deck of slides."""

from __future__ import annotations

from functools import partial

from desktop_app.cli.lesson_film import played_take
from desktop_app.cli.lesson_scenes import LessonScenes
from desktop_app.export.look import Look
from desktop_app.export.slides.deck import Deck, Scene, Slide
from desktop_app.model.durations import spaced_stretch
from desktop_app.model.lesson import Caption, Lesson


def lesson_deck(lesson: Lesson, look: Look, fps: int, *, words: bool = True, speed_ns: int | None = None) -> Deck:
    """Return a lesson as slides. Nothing is run before a slide is asked for its scene.

    Args:
        lesson: The lesson.
        look: How pictures are drawn.
        fps: Frames per second of what is played.
        words: Whether there are captions and questions.
        speed_ns: How fast steps play that say nothing of it; None for the speed at which the window plays them.
    """
    scenes = LessonScenes(lesson, words=words, speed_ns=speed_ns)
    return Deck(
        title=lesson.title,
        slides=tuple(
            Slide(
                title=step.title,
                caption=step.caption if words else Caption(),
                scene=partial(_scene, scenes, index, fps),
                notes=step.notes,
                asks=words and step.question is not None,
                repeat=step.repeat,
            )
            for index, step in enumerate(lesson.steps)
        ),
        look=look,
        fps=fps,
        sentence=lesson.sentence,
        simplifications=lesson.simplifications,
        introduction=lesson.introduction,
    )


def _scene(scenes: LessonScenes, index: int, fps: int) -> Scene:
    found = scenes[index]
    step, span = found.step, found.span
    still, asking = found.seen(span.end_ns), None
    if scenes.words and found.question is not None:
        asking = found.seen(span.begin_ns, revealed=False)
    return Scene(
        still=still,
        asking=asking,
        asked=still.asked,
        played=played_take(scenes, index, fps) if span.stretch is not None else None,
        lit=", ".join(target.text for target in step.lit),
        moment=spaced_stretch(span.begin_ns, span.end_ns),
    )
