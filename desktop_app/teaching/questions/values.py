"""What a variable's value is, and what is printed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from desktop_app.analysis.output_lines import OutputLine, OutputLines
from desktop_app.analysis.value_texts import value_text
from desktop_app.model.listing import AccessKind
from desktop_app.teaching.questions.choices import named, numbers
from desktop_app.teaching.questions.question import Question
from desktop_app.teaching.questions.scene import Scene
from desktop_app.teaching.questions.words import MOST_TOLD, listed, shortened, time_text
from desktop_app.trace.memory_tables import WriteTable

#: The value of a variable that has none.
UNBOUND: Final = "no value yet"
#: What is printed where nothing is.
NOTHING: Final = "Nothing is printed"
#: Between two lines of output in one line of text.
NEW_LINE: Final = " ⏎ "
_INTEGER: Final = re.compile(r"-?\d{1,15}")
#: A size of more characters than this is easier to read as a number of bytes.
_SHORT: Final = 6
#: Longer output is asked for by its last line.
_MOST_LINES: Final = 4
_MOST_CHARS: Final = 120
_BRACKETS: Final = ("[", "{", "(")
_TRUTHS: Final = ("True", "False")
#: So many writes, changes and other processes are told of one by one; more do not fit on a card.
_TOLD: Final = 3
#: So many instructions before a write are looked at for what the thread had read.
_INSTRUCTIONS: Final = 500
#: So many writes to a variable are looked at for values that somebody may expect.
_WRITES: Final = 200
#: When a variable was stored, the text of its value, and by which thread.
_Write = tuple[int, str, int]


def value(scene: Scene) -> Question:
    """Ask for the value of a variable at a moment: ``z``, ``P1 z`` for a global, ``P1·T2 z`` for a local variable.

    Raises:
        CoreloomError: When the variable or the moment is not there.
    """
    when_ns = scene.moment("when", scene.end_ns)
    thread, process, name = _variable(scene)
    if thread is None:
        answer, plausible = _global(scene, process, name, when_ns)
        explanation = list(_writes_words(scene, process, name, when_ns))
        whose = f" in {scene.trace.processes[process].label}" if len(scene.trace.processes) > 1 else ""
        shown_ns = _last_change_ns(scene, process, name, when_ns)
    else:
        answer, plausible = _local(scene, thread, name, when_ns)
        told = shortened(answer)
        explanation = [f"At {time_text(when_ns)} {scene.label(thread)} has {name} = {told} in its own frame."]
        whose, shown_ns = f" in {scene.label(thread)}", when_ns
    when = "at the end" if when_ns == scene.end_ns else f"at {time_text(when_ns)}"
    text = f"What is the value of {name}{whose} {when}?"
    return scene.question(text, answer, _value_choices(scene, answer, plausible), explanation, shown_ns)


def _variable(scene: Scene) -> tuple[int | None, int, str]:
    """Return thread, process and name of the variable; no thread where it is a global one."""
    words = scene.text("variable").split()
    if len(words) == 1:
        return None, 0, words[0]
    if len(words) != 2:  # noqa: PLR2004 - whose, and its name
        raise scene.refusal("variable", 'the name of a variable, such as "z", "P1 z" or "P1·T2 z"')
    if "·" in words[0] or "." in words[0]:
        thread = scene.thread_named(words[0])
        if thread is None:
            raise scene.refusal("variable", f"a variable of a thread of this run: there is no {words[0]}")
        return thread, scene.trace.threads[thread].process, words[1]
    return None, scene.process(words[0], "variable"), words[1]


def _global(scene: Scene, process: int, name: str, when_ns: int) -> tuple[str, list[str]]:
    """Return the value of a global variable, and values that somebody may take for it, the likeliest first."""
    trace = scene.trace
    listing = trace.processes[process].listing
    names = trace.variables[listing] if listing >= 0 else ()
    if name not in names:
        known = listed(list(names)[:MOST_TOLD]) or "it has none"
        raise scene.refusal("variable", f"a global variable of {trace.processes[process].label}: {known}")
    writes = list(_writes(scene, process, name))
    stored = [write for write in writes if write[0] <= when_ns]
    before = [text for _, text, _ in stored]
    now = [text for time_ns, text, _ in writes if time_ns <= scene.at_ns]
    later = [text for time_ns, text, _ in writes if time_ns > when_ns]
    elsewhere = [text for _, text in _elsewhere(scene, process, name, when_ns)]
    # Had every update counted; another process's variable; what it is when that is asked; had one update counted;
    # an update less, one more, none.
    ideal, *alone = _otherwise(scene, process, name, stored) or [""]
    others = [ideal, *elsewhere, *now[-1:], *alone, *before[-2:-3:-1], *later[:1], *before[:1], *before[-3::-1], *later]
    others += [text for one in range(len(trace.processes)) for _, text, _ in _writes(scene, one, name)]
    others += _contents(scene)
    others += [text for other in names if other != name for _, text, _ in _writes(scene, process, other)]
    number = _number_at(scene, process, name, when_ns)
    return UNBOUND if number < 0 else value_text(trace, number, when_ns), others


def _number_at(scene: Scene, process: int, name: str, when_ns: int) -> int:
    """Return the number of the value that a global variable has at a moment; -1 where it has none."""
    table = scene.trace.memory[process].globals.get(name)
    row = -1 if table is None else table.at(when_ns)
    return -1 if table is None or row < 0 else table.value[row]


def _elsewhere(scene: Scene, process: int, name: str, when_ns: int) -> Iterator[tuple[str, str]]:
    """Yield the other processes that have a global variable of this name at a moment, and its value there."""
    trace = scene.trace
    for other, memory in enumerate(trace.memory):
        number = -1 if other == process else _number_at(scene, other, name, when_ns)
        if number >= 0:
            last_ns = when_ns if memory.end_ns is None else min(when_ns, memory.end_ns)
            yield trace.processes[other].label, value_text(trace, number, last_ns)


def _last_change_ns(scene: Scene, process: int, name: str, when_ns: int) -> int:
    """Return when a global variable came to show what it does at a moment; later, its memory may be free again."""
    trace = scene.trace
    table = trace.memory[process].globals.get(name, WriteTable())
    row = table.at(when_ns)
    if row < 0:
        return when_ns
    obj = trace.values.obj[table.value[row]] if table.value[row] >= 0 else -1
    changed = trace.objects[obj].at(when_ns) if obj >= 0 else -1
    return max(table.time[row], trace.objects[obj].time[changed] if changed >= 0 else 0)


def _there(scene: Scene, process: int, when_ns: int) -> bool:
    return scene.trace.processes[process].arrival_ns <= when_ns


def _local(scene: Scene, thread: int, name: str, when_ns: int) -> tuple[str, list[str]]:
    process = scene.trace.threads[thread].process
    views = scene.moments.at(when_ns).processes if _there(scene, process, when_ns) else ()
    stacks = [stack for view in views if view.index == process for stack in view.stacks]
    frames = [frame for stack in stacks if stack.thread.index == thread for frame in reversed(stack.frames)]
    known = {found: text for frame in reversed(frames) for found, text in frame.variables}
    if name not in known:
        there = listed(list(known)[:MOST_TOLD]) or "none"
        raise scene.refusal("variable", f"a local variable of {scene.label(thread)} at {time_text(when_ns)}: {there}")
    every = [frame for stack in stacks for frame in stack.frames]
    return known[name], [text for frame in every for found, text in frame.variables]


def _writes(scene: Scene, process: int, name: str) -> Iterator[_Write]:
    """Yield the last writes to a global variable: when, the text of the value, and by whom."""
    trace = scene.trace
    table = trace.memory[process].globals.get(name, WriteTable())
    for row in range(max(0, len(table.time) - _WRITES), len(table.time)):
        if table.value[row] >= 0 and table.time[row] <= scene.end_ns:
            yield table.time[row], value_text(trace, table.value[row], table.time[row]), table.thread[row]


def _writes_words(scene: Scene, process: int, name: str, when_ns: int) -> Iterator[str]:
    writes = [write for write in _writes(scene, process, name) if write[0] <= when_ns]
    if not writes:
        yield f"Nobody has stored anything in {name} by {time_text(when_ns)}."
        return
    first = max(0, len(writes) - _TOLD)
    count = bisect_right(scene.trace.memory[process].globals[name].time, when_ns)
    if count > _TOLD:
        yield f"{name} is stored {count:,} times; these are the last ones."
    for number in range(first, len(writes)):
        time_ns, text, thread = writes[number]
        before = writes[number - 1] if number else None
        instead = f", where {shortened(before[1])} stood" if before is not None else ""
        if before is not None and before[2] != thread:
            instead = _overwritten_words(scene, process, name, writes[number], before)
        yield f"At {time_text(time_ns)} {scene.label(thread)} stores {name} = {shortened(text)}{instead}."
    yield from _changes_words(scene, process, name, when_ns)
    if writes[-1][1] in _TRUTHS:
        yield from _compared_words(scene, process, name, writes[-1][0])
    others = list(_elsewhere(scene, process, name, when_ns))[:_TOLD]
    if others:
        yield _own_words(name, others)


def _read_before(scene: Scene, process: int, name: str, write: _Write) -> tuple[int, str]:
    """Return when a thread had read a global variable last before it stored it, and what; nothing where it had not."""
    trace, (stored_ns, _, thread) = scene.trace, write
    executed, lines = trace.executed[thread], trace.listings[trace.processes[process].listing].lines
    last = executed.retired(stored_ns) - 1
    for row in range(last, max(-1, last - _INSTRUCTIONS), -1):
        if name in lines[executed.line[row]].global_names(AccessKind.READ):
            read_ns = executed.end[row]
            number = _number_at(scene, process, name, read_ns)
            return (read_ns, value_text(trace, number, read_ns)) if number >= 0 else (-1, "")
    return -1, ""


def _overwritten_words(scene: Scene, process: int, name: str, write: _Write, before: _Write) -> str:
    """Return whose value a thread overwrites, and what it had read if that was another one: an update is lost.

    Of a write at the very moment of the reading the trace does not tell which was first.
    """
    words = f", where {shortened(before[1])} of {scene.label(before[2])} stood"
    read_ns, seen = _read_before(scene, process, name, write)
    lost = 0 <= read_ns < before[0] and read_ns not in scene.trace.memory[process].globals[name].time
    return f"{words}; it had read {shortened(seen)}" if lost else words


def _own_words(name: str, there: Sequence[tuple[str, str]]) -> str:
    """Return that a variable of some processes is another one in each of them, and what it is there."""
    return (
        f"Each process has its own {name}: it is {listed([f'{shortened(text)} in {label}' for label, text in there])}."
    )


def _compared_words(scene: Scene, process: int, name: str, time_ns: int) -> Iterator[str]:
    """Yield what other variables of its line were when a truth value was stored."""
    trace = scene.trace
    lines = trace.listings[trace.processes[process].listing].lines
    stored = {line.line for line in lines if name in line.global_names(AccessKind.WRITE)}
    read = {other: None for line in lines if line.line in stored for other in line.global_names(AccessKind.READ)}
    told = []
    for other in read:
        number = _number_at(scene, process, other, time_ns)
        text = value_text(trace, number, time_ns) if number >= 0 else ""
        if _INTEGER.fullmatch(text):
            told.append(f"{other} is {text}")
    if told:
        yield f"Then {listed(told[:_TOLD])}."


def _otherwise(scene: Scene, process: int, name: str, writes: Sequence[_Write]) -> list[str]:
    """Return what a number would be had every update counted, then what it would be had only one of them."""
    if not 1 < len(writes) < _WRITES or not all(_INTEGER.fullmatch(text) for _, text, _ in writes):
        return []
    first = ideal = int(writes[0][1])
    alone = []
    for write in writes[1:]:
        _, seen = _read_before(scene, process, name, write)
        if _INTEGER.fullmatch(seen):
            change = int(write[1]) - int(seen)
            ideal += change
            alone.append(first + change)
        else:
            ideal = int(write[1])
    return [str(ideal), *map(str, dict.fromkeys(alone[:MOST_TOLD]))]


def _contents(scene: Scene) -> list[str]:
    """Return what the objects of the run hold that variables or stacks referred to, as the trace knows them at last."""
    trace = scene.trace
    found: dict[str, None] = {}
    for number in range(min(len(trace.values), _WRITES)):
        obj = trace.values.obj[number]
        if obj >= 0 and len(trace.objects[obj]):
            times = trace.objects[obj].time
            found |= {value_text(trace, number, time_ns): None for time_ns in times[-MOST_TOLD:]}
    return list(found)


def _changes_words(scene: Scene, process: int, name: str, when_ns: int) -> Iterator[str]:
    """Yield how the object that a variable refers to at a moment has changed since it was stored there."""
    trace = scene.trace
    table = trace.memory[process].globals[name]
    row = table.at(when_ns)
    refers = trace.values.obj[table.value[row]] if row >= 0 and table.value[row] >= 0 else -1
    if refers < 0:
        return
    times = [time_ns for time_ns in trace.objects[refers].time if table.time[row] < time_ns <= when_ns]
    for time_ns in times[-_TOLD:]:
        text = shortened(value_text(trace, table.value[row], time_ns))
        yield f"At {time_text(time_ns)} what {name} refers to becomes {text}."


def _value_choices(scene: Scene, answer: str, plausible: Sequence[str]) -> tuple[str, ...]:
    if _INTEGER.fullmatch(answer):
        likely = [int(text) for text in plausible if _INTEGER.fullmatch(text)]
        number = int(answer)
        least = 0 if number >= 0 and all(one >= 0 for one in likely) else min([number, *likely]) - abs(number) - 10
        return numbers(number, likely, scene.rng, str, least)
    if answer in _TRUTHS:
        return _TRUTHS
    alike = [text for text in plausible if text[:1] == answer[:1] and text != answer]
    varied = [] if answer == UNBOUND else list(_varied(answer, ()))
    return named(answer, [*(plausible if answer == UNBOUND else alike)[:3], *varied[:2], UNBOUND], scene.rng, most=5)


# -- output ---------------------------------------------------------------------------------------------------


def output(scene: Scene) -> Question:
    """Ask what is printed by the end: all of it where that is short, otherwise the last line."""
    lines, end_ns = OutputLines(scene.trace), scene.end_ns
    count = lines.count(end_ns)
    found = [lines.line(number, end_ns) for number in range(max(0, count - _WRITES), count)]
    texts = [line.text for line in found]
    whole = count <= _MOST_LINES and len(NEW_LINE.join(texts)) <= _MOST_CHARS
    texts = texts if whole else texts[-1:]
    answer = NEW_LINE.join(texts) if texts else NOTHING
    finals = [text for memory in scene.trace.memory for text in memory.final_globals.values()]
    others = [
        *_printable(scene, answer),
        *_left_out(texts, [line.process for line in found[-len(texts) :]]),
        *_misreadings(texts, [line.text for line in found], finals),
        NOTHING,
    ]
    told = [
        f"At {time_text(line.time_ns)} {scene.label(line.thread)} prints: {shortened(line.text)}"
        for line in found[-(_MOST_LINES if whole else _TOLD) :]
    ]
    return scene.question(
        "What is printed by the end?" if whole else "What is the last line that is printed?",
        answer,
        named(answer, others, scene.rng, most=4),
        [*_printed_words(scene, found), *told] if told else ["No thread prints anything."],
        found[-1].time_ns if found else end_ns,
    )


def _printed_words(scene: Scene, found: Sequence[OutputLine]) -> Iterator[str]:
    """Yield how the variable came to its value whose value is printed last, where that is plain."""
    if not found:
        return
    line = found[-1]
    for name in scene.trace.memory[line.process].globals:
        number = _number_at(scene, line.process, name, line.time_ns)
        if number >= 0 and value_text(scene.trace, number, line.time_ns) == line.text:
            yield from _writes_words(scene, line.process, name, line.time_ns)
            return
    for name in scene.trace.memory[line.process].globals:
        text = _container(scene, line.process, name, line.time_ns)
        if text:
            there = [(scene.trace.processes[line.process].label, text)]
            there += list(_elsewhere(scene, line.process, name, line.time_ns))[:_TOLD]
            yield _own_words(name, there) if len(there) > 1 else f"{name} is {shortened(text)} then."
            return


def _container(scene: Scene, process: int, name: str, when_ns: int) -> str:
    """Return the text of a global variable that refers to a list, a dictionary or a set; empty where it does not."""
    trace = scene.trace
    number = _number_at(scene, process, name, when_ns)
    text = value_text(trace, number, when_ns) if number >= 0 and trace.values.obj[number] >= 0 else ""
    return text if text[:1] in _BRACKETS else ""


def _printable(scene: Scene, answer: str) -> list[str]:
    """Return other values of variables that may be printed, where a value is all that is printed."""
    found: list[str] = []
    for process, memory in enumerate(scene.trace.memory):
        for name, text in memory.final_globals.items():
            writes = list(_writes(scene, process, name))
            history = [text for _, text, _ in writes]
            if answer in {*history, text}:
                found += [*_otherwise(scene, process, name, writes), *history]
    if answer[:1] in _BRACKETS:
        found += [text for text in _contents(scene) if text[:1] == answer[:1]]
    return found[:MOST_TOLD]


def _varied(text: str, likely: Sequence[str]) -> Iterator[str]:
    """Yield a text with other numbers in it: in place of one that is likely to vary, where there is one."""
    matches = list(_INTEGER.finditer(text))
    match = next((one for one in matches if one[0] in likely), matches[-1] if matches else None)
    if match is not None:
        number = int(match[0])
        for other in (*(int(one[0]) for one in matches), number - 1, number + 1, number * 2):
            if other != number:
                yield f"{text[: match.start()]}{other}{text[match.end() :]}"


def _left_out(texts: Sequence[str], processes: Sequence[int]) -> Iterator[str]:
    """Yield what is printed where one of several processes does not print, or where the first line is missing."""
    for process in dict.fromkeys(processes) if len(set(processes)) > 1 else ():
        yield NEW_LINE.join(text for text, own in zip(texts, processes, strict=True) if own != process)
    if len(texts) > 1:
        yield NEW_LINE.join(texts[1:])


def _misreadings(texts: Sequence[str], all_texts: Sequence[str], finals: Sequence[str]) -> Iterator[str]:
    """Yield what else might be printed: other lines, another order, other numbers."""
    if len(texts) > 1:
        yield NEW_LINE.join(reversed(texts))
        yield NEW_LINE.join(texts[:-1])
    text = NEW_LINE.join(texts)
    yield from _varied(text, finals)
    if len(texts) == 1:
        yield from reversed(all_texts[:-1])
