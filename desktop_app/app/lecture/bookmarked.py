"""A scenario as a lesson: a step from each of its bookmarks to the next."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QCoreApplication

from desktop_app.model.durations import NS_PER_MS
from desktop_app.model.instant import END, START, Instant
from desktop_app.model.lesson import MAX_CAPTION_CHARS, MAX_STEPS, Caption, Lesson, Shown, Side, Step
from desktop_app.model.scenario import Scenario


def lesson_of(scenario: Scenario, shown: Shown = Shown.STAGE) -> Lesson:
    """Return a lesson that shows a scenario: from each bookmark to the next, and from the last one to the end.

    Without bookmarks it is one step, the whole run. What a bookmark is called is what the audience reads.

    Args:
        scenario: What is run in every step.
        shown: Which pictures are shown.
    """
    marks = sorted(scenario.bookmarks, key=lambda mark: mark.at_ns)[:MAX_STEPS]
    begins = [Instant(shift_ns=mark.at_ns) for mark in marks] or [START]
    names = [mark.name for mark in marks] or [""]
    side = Side(scenario=scenario)
    steps = tuple(
        Step(
            title=name or _moment_text(begin) if marks else scenario.title,
            sides=(side,),
            caption=Caption.of(name[:MAX_CAPTION_CHARS]) if name else Caption(),
            begin=begin,
            end=end,
            shown=shown,
        )
        for name, (begin, end) in zip(names, pairwise([*begins, END]), strict=True)
    )
    return Lesson(title=scenario.title, steps=steps)


def _moment_text(begin: Instant) -> str:
    return QCoreApplication.translate("show", "At {} ms").format(f"{begin.shift_ns / NS_PER_MS:.2f}")
