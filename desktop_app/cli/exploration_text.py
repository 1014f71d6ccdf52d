"""What ``coreloom explore`` prints: the outcomes of a program's schedules, as JSON values and as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desktop_app.engine.schedules.outcomes import Ending, Exploration, Outcome, Turn
from desktop_app.model.machine import GilMode
from desktop_app.model.quoting import line_shown

#: How many outcomes, turns of one schedule, and steps of one turn the text shows; the JSON has them all.
MAX_OUTCOMES: Final = 40
MAX_TURNS: Final = 40
MAX_NOTES: Final = 12
_MODES: Final = {
    GilMode.GIL: "with the GIL: a thread gives way only where CPython may give up the GIL, and where it waits",
    GilMode.FREE_THREADED: "free-threaded: threads take turns between any two instructions",
    GilMode.ANY_INSTRUCTION: "any instruction (the textbook's machine, not CPython): "
    "threads take turns between any two instructions",
}
_STEPS: Final = """\
A step reads or writes what another thread may touch meanwhile; the operator between such a read and such a write in
one statement is a step, too. Other instructions go with the step before them: nobody else sees when they happen.
Waits with a time limit, sleeps and devices may end at any moment.
"""
_GIL_STEPS: Final = "With the GIL all that happens between two places where the GIL may be given up is one step.\n"


def exploration_json(exploration: Exploration) -> dict[str, object]:
    """Return an exploration as JSON values."""
    return {
        "program": exploration.program,
        "gil": exploration.mode.value,
        "threads": exploration.threads,
        "contested": list(exploration.contested),
        "schedules": exploration.schedules,
        "endless": exploration.endless,
        "states": exploration.states,
        "truncated": bool(exploration.truncated),
        "outcomes": [_outcome_json(outcome) for outcome in exploration.outcomes],
    }


def _outcome_json(outcome: Outcome) -> dict[str, object]:
    ending = outcome.ending
    return {
        "globals": [dict(variables) for variables in ending.variables],
        "output": ending.output,
        "failed": list(ending.failed),
        "deadlock": [{"thread": waiting.thread, "waits_for": waiting.what} for waiting in ending.waiting],
        "schedules": outcome.schedules,
        "shortest": [
            {
                "thread": turn.thread,
                "steps": turn.steps,
                "notes": [{"line": note.line, "text": note.text} for note in turn.notes],
            }
            for turn in outcome.shortest
        ],
    }


def exploration_text(exploration: Exploration) -> str:
    """Return an exploration as text for people."""
    return "\n".join([*_head(exploration), *_outcomes(exploration)]) + "\n"


def steps_text(modes: set[GilMode]) -> str:
    """Return what counts as a step, for people."""
    return _STEPS + (_GIL_STEPS if GilMode.GIL in modes else "")


def _head(exploration: Exploration) -> Iterator[str]:
    threads = "1 thread" if exploration.threads == 1 else f"{exploration.threads:,} threads"
    yield f"{line_shown(exploration.program)}: {threads} to begin with, {_MODES[exploration.mode]}"
    contested = ", ".join(exploration.contested)
    yield f"contested variables: {contested}" if contested else "no contested variables"
    outcomes = _counted(len(exploration.outcomes), "outcome")
    total = exploration.schedules
    at_least = "at least " if exploration.truncated else ""
    if total is None:
        yield f"schedules without number lead to {at_least}{outcomes} ({exploration.states:,} states)"
        yield "some schedules never end: threads can go round in a circle for ever"
    else:
        yield f"{at_least}{_counted(total, 'schedule')}, {at_least}{outcomes} ({exploration.states:,} states)"
    if exploration.truncated:
        yield exploration.truncated


def _outcomes(exploration: Exploration) -> Iterator[str]:
    outcomes = exploration.outcomes
    differing = _differing([outcome.ending for outcome in outcomes])
    for outcome in outcomes[:MAX_OUTCOMES]:
        yield ""
        yield f"{_ways(outcome, exploration)}: {_ending_text(outcome.ending, differing, whole=len(outcomes) == 1)}"
        yield from _printed(outcome.ending, alike=len({one.ending.output for one in outcomes}) == 1)
        yield from map(_turn_text, outcome.shortest[:MAX_TURNS])
        if len(outcome.shortest) > MAX_TURNS:
            yield f"  ... and {_counted(len(outcome.shortest) - MAX_TURNS, 'more turn')}; --json has them all"
    if len(outcomes) > MAX_OUTCOMES:
        yield f"\n... and {_counted(len(outcomes) - MAX_OUTCOMES, 'more outcome')}; --json has them all"


def _ways(outcome: Outcome, exploration: Exploration) -> str:
    if outcome.schedules is None:
        return "schedules without number"
    at_least = "at least " if exploration.truncated else ""
    return f"{at_least}{_counted(outcome.schedules, 'schedule')}"


def _ending_text(ending: Ending, differing: set[tuple[int, str]], *, whole: bool) -> str:
    parts = []
    if ending.waiting:
        parts.append("DEADLOCK, " + ", ".join(f"{one.thread} waits for {one.what}" for one in ending.waiting))
    if ending.failed:
        parts.append(f"UNCAUGHT EXCEPTION in {', '.join(ending.failed)}")
    for process, variables in enumerate(ending.variables):
        prefix = f"P{process + 1}'s " if len(ending.variables) > 1 else ""
        shown = [
            f"{prefix}{name} = {line_shown(value)}"
            for name, value in variables
            if whole or (process, name) in differing
        ]
        parts += shown
    return ", ".join(parts) or "all variables as in the others"


def _differing(endings: list[Ending]) -> set[tuple[int, str]]:
    """Return the variables, with their processes, that do not have one value in all endings."""
    values: dict[tuple[int, str], set[str]] = {}
    counts: dict[tuple[int, str], int] = {}
    for ending in endings:
        for process, variables in enumerate(ending.variables):
            for name, value in variables:
                values.setdefault((process, name), set()).add(value)
                counts[process, name] = counts.get((process, name), 0) + 1
    return {place for place, found in values.items() if len(found) > 1 or counts[place] < len(endings)}


def _printed(ending: Ending, *, alike: bool) -> Iterator[str]:
    if ending.output and not (alike and not ending.failed):
        yield "  prints:"
        yield from (f"    {line_shown(line)}" for line in ending.output.splitlines())


def _turn_text(turn: Turn) -> str:
    parts = []
    line = 0
    for note in turn.notes:
        parts.append(f"line {note.line} {note.text}" if note.line != line else note.text)
        line = note.line
    if len(parts) > MAX_NOTES:
        last = turn.notes[-1]
        parts[MAX_NOTES - 2 :] = [f"... {len(parts) - MAX_NOTES + 1} more ...", f"line {last.line} {last.text}"]
    return f"  | {turn.thread} {', '.join(map(line_shown, parts)) or 'goes on'}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
