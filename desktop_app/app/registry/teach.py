"""What one shows to others: lessons, comparisons, questions, the show."""

from __future__ import annotations

from desktop_app.app.registry.spec import ActionSpec

SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        name="lessons",
        menu="Teach",
        text="&Lessons…",
        tip="Ready lessons, with pictures",
        keys=("Ctrl+Shift+G",),
    ),
    ActionSpec(
        name="lesson_next",
        menu="Teach",
        text="&Next step",
        tip="Show the answer of this step's question, or the next step of the lesson",
        keys=("PgDown",),
        group=1,
    ),
    ActionSpec(
        name="lesson_previous",
        menu="Teach",
        text="&Previous step",
        tip="Show the step of the lesson before this one",
        keys=("PgUp",),
        group=1,
    ),
    ActionSpec(
        name="lesson_again",
        menu="Teach",
        text="This step a&gain",
        tip="Show the step from its beginning",
        keys=("Ctrl+Home",),
        group=1,
    ),
    ActionSpec(
        name="lesson_back",
        menu="Teach",
        text="&Back to the lesson",
        tip="Show the step as the lesson has it, without what was changed live",
        keys=("Ctrl+Backspace",),
        group=1,
    ),
    ActionSpec(
        name="lesson_close",
        menu="Teach",
        text="&Close the lesson",
        tip="Go on with the scenario of this step, without the lesson",
        group=1,
    ),
    ActionSpec(
        name="practice",
        menu="Teach",
        text="P&ractise…",
        tip="Questions about small runs, with a score: what will happen, and why?",
        keys=("Ctrl+Shift+Q",),
        group=2,
    ),
    ActionSpec(
        name="differences",
        menu="Teach",
        text="The five &differences…",
        tip="Process or thread: each difference with what shows it and its figures",
        keys=("Ctrl+D",),
        group=2,
    ),
    ActionSpec(
        name="compare",
        menu="Teach",
        text="&Side by side…",
        tip="Two to four runs on one clock: policies, core counts, threads against processes",
        keys=("Ctrl+Shift+D",),
        group=2,
    ),
)
