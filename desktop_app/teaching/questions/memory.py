"""How much memory a process has."""

from __future__ import annotations

from typing import Final

from desktop_app.model.sizes import format_size
from desktop_app.teaching.questions.choices import numbers
from desktop_app.teaching.questions.question import Question
from desktop_app.teaching.questions.scene import Scene
from desktop_app.teaching.questions.words import sizes_beside, time_text
from desktop_app.trace.tables import EventKind

#: So many changes of a size are told, the last ones.
_TOLD: Final = 3
#: A size, sizes that it is taken for, and what makes it up, with words behind each part.
_Sized = tuple[int, list[int], list[tuple[int, str]]]


def memory(scene: Scene) -> Question:
    """Ask how many bytes of RAM a process has: what the scenario says, or else its code and data.

    Raises:
        CoreloomError: When the process or the moment is not there, or nothing says how much memory it has.
    """
    process, when_ns = scene.process(scene.text("process"), "process"), scene.moment("when", scene.at_ns)
    counted = EventKind.MEMORY in scene.trace.events.kind
    found = (_counted if counted else _code_and_data)(scene, process, when_ns)
    if found is None:
        expected = f"a process of which the scenario says how much memory it has by {time_text(when_ns)}"
        raise scene.refusal("process", expected)
    answer, likely, told = found
    ram_bytes = scene.trace.header.ram_bytes
    binary = not counted or (ram_bytes is not None and format_size(ram_bytes).endswith("iB"))
    text = sizes_beside(answer, binary=binary)
    label = scene.trace.processes[process].label
    shared = len(scene.trace.processes[process].threads)
    return scene.question(
        f"How much memory does {label} have at {time_text(when_ns)}?",
        text(answer),
        numbers(answer, likely, scene.rng, text, least=0 if not answer else max(1, answer // 100)),
        [
            f"{label} has {', '.join(f'{text(size)}{words}' for size, words in told)}.",
            *([f"Its {shared} threads share it."] if shared > 1 and answer else []),
        ],
        when_ns,
    )


def _counted(scene: Scene, process: int, when_ns: int) -> _Sized | None:
    """Return how much of RAM a process has, as the machine counts it."""
    events, info = scene.trace.events, scene.trace.processes[process]
    rows = [row for row in range(len(events)) if events.kind[row] == EventKind.MEMORY]
    known = [row for row in rows if events.time[row] <= when_ns]
    changes = [row for row in known if events.process[row] == process]
    if not changes:
        return None
    own, beside = [events.value[row] for row in changes], {events.process[row]: events.value[row] for row in known}
    answer = own[-1]
    likely = [sum(beside.values()), *own[-2::-1], *beside.values(), answer // 2, answer * 2]
    if len(info.threads) > 1:
        likely.insert(0, answer * len(info.threads))
    likely += [events.value[row] for row in rows]
    told = [(events.value[row], f" from {time_text(events.time[row])} on") for row in changes[-_TOLD:]]
    return answer, likely, told


def _code_and_data(scene: Scene, process: int, when_ns: int) -> _Sized | None:
    """Return how much the code and the data of a process take that runs a program, as its card says."""
    there = scene.moments.at(when_ns).processes
    own = next((view for view in there if view.index == process), None)
    if own is None or own.listing is None:
        return None
    code, data = own.code_bytes, own.data_bytes
    if own.ended:
        return 0, [code + data, code, data], [(0, ": it has ended")]
    answer, count = code + data, max(2, len(own.stacks))
    every = sum(view.code_bytes + view.data_bytes for view in there if not view.ended)
    return answer, [data, every, code, answer * count], [(code, " of code"), (data, " of data")]
