"""Random programs that start threads and processes, wait for and wake each other, and end each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from desktop_app.program.effects import (
    AwaitExit,
    DeviceUse,
    ExitProcess,
    Park,
    StartProcess,
    StartThread,
    Terminate,
    Unpark,
)
from tests.engine.scripted_programs import ScriptedImage, ScriptedThread

#: What a script is made of, as plain values: what to do, and with what.
Description = list[tuple[str, Any]]

_TIMEOUTS = st.sampled_from([None, 0, 150_000, 1_000_000])


def _items(scripts: st.SearchStrategy[Description] | None) -> st.SearchStrategy[tuple[str, Any]]:
    whom = st.integers(0, 7)
    plain = [
        st.tuples(st.just("work"), st.integers(1, 6)),
        st.tuples(st.just("park"), st.tuples(st.sampled_from(["lock", "sleep", "P1·T2's end"]), _TIMEOUTS)),
        st.tuples(st.just("unpark"), whom),
        st.tuples(st.just("unpark"), whom),
        st.tuples(st.just("use"), st.tuples(st.sampled_from(["disk", "network"]), st.integers(1, 9))),
        st.tuples(st.just("await"), st.tuples(whom, _TIMEOUTS)),
    ]
    rare = [
        st.tuples(st.just("kill"), st.tuples(whom, st.sampled_from([2, 9, 15]))),
        st.tuples(st.just("exit"), st.integers(0, 2)),
    ]
    starts = [] if scripts is None else [
        st.tuples(st.just("thread"), scripts),
        st.tuples(st.just("thread"), scripts),
        st.tuples(st.just("process"), st.tuples(scripts, st.sampled_from(["fork", "spawn"]), st.booleans())),
    ]  # fmt: skip
    return st.one_of(*plain, *plain, *starts, *starts, *rare)


def descriptions() -> st.SearchStrategy[Description]:
    """Return scripts of a main thread; what it starts may start others, whose threads start nothing."""
    leaves = st.lists(_items(None), max_size=8)
    middle = st.lists(_items(leaves), max_size=8)
    return st.lists(_items(middle), min_size=2, max_size=10)


def image_of(description: Description, *, shares: bool) -> Callable[[], ScriptedImage]:
    """Return what makes a new image for a described program each time."""
    # As in a real program, an instruction comes before the first request.
    return lambda: _Builder(shares=shares).image([("work", 1), *description])


class _Builder:
    """Makes the threads and images of one program; the request to wake or end one names it by its number."""

    def __init__(self, *, shares: bool) -> None:
        self._shares = shares
        self._threads: list[ScriptedThread] = []
        self._images: list[ScriptedImage] = []
        self._children: list[ScriptedImage] = []

    def image(self, description: Description) -> ScriptedImage:
        main = ScriptedThread(ends_process=True)
        image = ScriptedImage(main, shares=self._shares)
        self._threads.append(main)
        self._images.append(image)
        self._fill(main, description, image)
        return image

    def _fill(self, thread: ScriptedThread, description: Description, image: ScriptedImage) -> None:
        thread.image = image
        for what, value in description:
            thread.script += self._parts(what, value, image)

    def _parts(self, what: str, value: Any, image: ScriptedImage) -> list[object]:  # noqa: PLR0911 - one line a case
        match what:
            case "work":
                return [None] * value
            case "park":
                return [Park(*value)]
            case "unpark":
                return [Unpark(self._threads[value % len(self._threads)])]
            case "use":
                return [DeviceUse(value[0], value[1] * 100_000)]
            case "await":
                return [AwaitExit(self._any_child(value[0], image), value[1])] if self._children else []
            case "kill":
                return [Terminate(self._images[value[0] % len(self._images)], value[1])]
            case "exit":
                return [ExitProcess(value)]
            case "thread":
                thread = ScriptedThread()
                self._threads.append(thread)
                self._fill(thread, value, image)
                return [StartThread(thread, False)]
            case _:
                return self._start(*value)

    def _start(self, description: Description, method: str, daemon: bool) -> list[object]:
        child = self.image(description)
        self._children.append(child)
        return [StartProcess(child, child.mains[0], method, daemon)]

    def _any_child(self, number: int, image: ScriptedImage) -> Any:
        child = self._children[number % len(self._children)]
        return child if child is not image else self._children[0]
