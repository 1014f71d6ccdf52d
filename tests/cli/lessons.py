"""A lesson for tests of films and slides: a moment, a range with a question, and two sides."""

from desktop_app.storage.lesson_file import parse_lesson
from tests.storage.lessons import lesson_text, step_text, with_files

HEADER = """+++
title = "A lesson"
sentence = "What it shows."
simplifications = ["Nothing is as simple."]
+++

The introduction.
"""
STEPS = (
    step_text('scenario = "two.toml"\nat = "2ms"\nlit = ["core 0"]', title="A moment", caption="It is **here**."),
    step_text('from = "1ms"\nto = "3ms"\nspeed = "4ms"\n[question]\nask = "next-thread"\ncore = 0', title="A question")
    + "\n> Ask the hall.\n>\n> - wait\n",
    step_text(
        "show = 'timeline'\n[[side]]\ntitle = 'Two cores'\nscenario = 'two.toml'\nset = { cores = 2 }\n"
        "[[side]]\ntitle = 'One core'\nscenario = 'two.toml'\n",
        title="Two sides",
    ),
    step_text('scenario = "two.toml"\nfrom = "1ms"\nto = "2ms"\nspeed = "2ms"\nrepeat = true', title="A range"),
    step_text('at = "1ms"\n[question]\nask = "next-thread"\ncore = 0', title="Only a question"),
)


def small_lesson(folder, *indexes):
    """Return a lesson of all steps, or of some of them."""
    steps = [STEPS[index] for index in indexes] or STEPS
    return parse_lesson(lesson_text(*steps, header=HEADER), file="lesson.md", folder=with_files(folder))
