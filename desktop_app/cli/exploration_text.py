"""What ``coreloom explore`` prints: the outcomes of a program's schedules, as JSON values and as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desktop_app.engine.schedules.outcomes import Ending, Exploration, Outcome, Turn
from desktop_app.model.counting import counted
from desktop_app.model.machine import GilMode
from desktop_app.model.quoting import line_shown

#: How many outcomes, turns of one schedule, lines of one turn and steps of one line the text shows; the JSON has all.
MAX_OUTCOMES: Final = 40
MAX_TURNS: Final = 40
MAX_ROWS: Final = 10
MAX_NOTES: Final = 6
#: How much of a line of the source the text shows.
MAX_CODE_CHARS: Final = 32
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
        "most_threads": exploration.most_threads,
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
        "deadlock": [
            {"thread": waiting.thread, "waits_for": waiting.what, "line": waiting.line} for waiting in ending.waiting
        ],
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
    yield f"{line_shown(exploration.program)}: {_threads(exploration)}, {_MODES[exploration.mode]}"
    contested = ", ".join(exploration.contested)
    yield f"contested variables: {contested}" if contested else "no contested variables"
    outcomes = counted(len(exploration.outcomes), "outcome")
    total = exploration.schedules
    at_least = "at least " if exploration.truncated else ""
    if total is None:
        yield f"schedules without number lead to {at_least}{outcomes} ({exploration.states:,} states)"
        yield "some schedules never end: threads can go round in a circle for ever"
    else:
        yield f"{at_least}{counted(total, 'schedule')}, {at_least}{outcomes} ({exploration.states:,} states)"
    if exploration.truncated:
        yield exploration.truncated


def _threads(exploration: Exploration) -> str:
    begun, most = exploration.threads, exploration.most_threads
    return counted(begun, "thread") if begun == most else f"{counted(most, 'thread')}, {begun:,} to begin with"


def _outcomes(exploration: Exploration) -> Iterator[str]:
    outcomes = exploration.outcomes
    differing = _differing([outcome.ending for outcome in outcomes])
    source = exploration.source.split("\n")
    for outcome in outcomes[:MAX_OUTCOMES]:
        yield ""
        yield f"{_ways(outcome, exploration)}: {_ending_text(outcome.ending, differing, whole=len(outcomes) == 1)}"
        yield from _stuck(outcome.ending, source)
        yield from _printed(outcome.ending, alike=len({one.ending.output for one in outcomes}) == 1)
        yield from _schedule_lines(outcome.shortest[:MAX_TURNS], source)
        if len(outcome.shortest) > MAX_TURNS:
            yield f"  ... and {counted(len(outcome.shortest) - MAX_TURNS, 'more turn')}; --json has them all"
    if len(outcomes) > MAX_OUTCOMES:
        yield f"\n... and {counted(len(outcomes) - MAX_OUTCOMES, 'more outcome')}; --json has them all"


def _ways(outcome: Outcome, exploration: Exploration) -> str:
    if outcome.schedules is None:
        return "schedules without number"
    at_least = "at least " if exploration.truncated else ""
    return f"{at_least}{counted(outcome.schedules, 'schedule')}"


def _ending_text(ending: Ending, differing: set[tuple[int, str]], *, whole: bool) -> str:
    parts = []
    if ending.waiting:
        parts.append("DEADLOCK")
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


def _stuck(ending: Ending, source: list[str]) -> Iterator[str]:
    """Yield who waits for what in a deadlock."""
    for one in ending.waiting:
        yield f"  {one.thread} waits for {line_shown(one.what)} in line {one.line}{_quoted(one.line, source)}"


def _schedule_lines(turns: tuple[Turn, ...], source: list[str]) -> Iterator[str]:
    """Yield a schedule: for each turn what it did, by lines of the source."""
    rows = [row for turn in turns for row in _turn_rows(turn)]
    width = max((len(_code(line, source)) for _, line, _ in rows), default=0)
    for label, line, text in rows:
        place = f"line {line:<3} {_code(line, source):<{width}}" if line else " " * (width + 9)
        yield f"  | {label} {place}  {line_shown(text)}".rstrip()


def _turn_rows(turn: Turn) -> Iterator[tuple[str, int, str]]:
    """Yield a thread's label, a line of the source and what the thread did in it, for each line of a turn."""
    rows: list[tuple[int, list[str]]] = []
    for note in turn.notes:
        if rows and rows[-1][0] == note.line:
            rows[-1][1].append(note.text)
        else:
            rows.append((note.line, [note.text]))
    cut = len(rows) - MAX_ROWS if len(rows) > MAX_ROWS else 0
    shown = [*rows[: MAX_ROWS - 2], (0, [f"... {cut + 1} more lines ..."]), rows[-1]] if cut else rows
    for number, (line, texts) in enumerate(shown or [(0, ["goes on"])]):
        few = [*texts[: MAX_NOTES - 1], f"... {len(texts) - MAX_NOTES} more ...", texts[-1]]
        text = ", ".join(few if len(texts) > MAX_NOTES else texts)
        yield (turn.thread if number == 0 else " " * len(turn.thread)), line, text


def _code(line: int, source: list[str]) -> str:
    """Return a line of the source, shortened."""
    text = line_shown(source[line - 1].strip()) if 0 < line <= len(source) else ""
    return text if len(text) <= MAX_CODE_CHARS else f"{text[: MAX_CODE_CHARS - 1]}…"


def _quoted(line: int, source: list[str]) -> str:
    code = _code(line, source)
    return f": {code}" if code else ""
