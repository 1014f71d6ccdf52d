"""Tries every order in which a few threads can use resources, and compares each step with a naive model.

A model's state is a tuple of plain values; it says what an operation should do by scanning it from scratch.
The resources are copied with pickle at every step, so that is tested, too.
"""

from __future__ import annotations

import pickle
from collections import deque
from dataclasses import dataclass

from desktop_app.engine.waiting import Resource, ResourceError


@dataclass(eq=False)
class Thread:
    """All that resources know of a thread: that it is one, and not another."""

    index: int

    def __repr__(self):
        return f"T{self.index}"


class Model:
    """A naive model. Its state is a hashable value."""

    operations: tuple[str, ...]
    begin: tuple = ()

    def step(self, state, thread, operation):
        """Return the state that follows; raise ResourceError for misuse."""
        raise NotImplementedError

    def waiting(self, state):
        """Return the numbers of the threads that wait, per resource, in order."""
        raise NotImplementedError

    def holding(self, state):
        """Return the numbers of the threads that hold something, per resource."""
        raise NotImplementedError

    def woken(self, before, after, thread):
        """Return who waited and waits no longer, in order; the longest waiter first unless a model knows better."""
        left = {other for queue in self.waiting(after) for other in queue}
        return [other for queue in self.waiting(before) for other in queue if other not in left and other != thread]


def explore(model: Model, resources: list[Resource], threads: int, depth: int) -> int:
    """Go through all states that can be reached in ``depth`` steps, and return how many there are.

    An operation's name is an attribute of a resource, with the resource's number in front: ``0.lock``.
    """
    world = ([Thread(index) for index in range(threads)], resources)
    start = (model.begin, frozenset())
    seen = {start}
    todo = deque([(start, pickle.dumps(world), 0)])
    while todo:
        (state, dead), stored, steps = todo.popleft()
        check_state(model, state, pickle.loads(stored))
        if steps == depth:
            continue
        waiting = {index for queue in model.waiting(state) for index in queue}
        for index in set(range(threads)) - dead:
            for operation in ("abandon", *model.operations):
                if operation != "abandon" and index in waiting:
                    continue
                copy = pickle.loads(stored)
                after = take_step(model, state, copy, index, operation)
                following = (after, dead | {index} if operation == "abandon" else dead)
                if following not in seen:
                    seen.add(following)
                    todo.append((following, pickle.dumps(copy), steps + 1))
    return len(seen)


def take_step(model, state, world, index, operation):
    """Do the same with the resources and the model, compare what came of it, and return the model's new state."""
    threads, resources = world
    thread = threads[index]
    told = f"{state} T{index} {operation}"
    if operation == "abandon":
        after = model.step(state, index, operation)
        woken = [other for resource in resources for other in resource.abandon(thread)]
        blocked = False
    else:
        number, name = operation.split(".")
        try:
            after = model.step(state, index, operation)
        except ResourceError:
            before = pickle.dumps(world)
            try:
                getattr(resources[int(number)], name)(thread)
            except ResourceError:
                assert pickle.dumps(world) == before, f"{told}: misuse must change nothing"
                return state
            raise AssertionError(f"{told}: misuse was not noticed") from None
        blocked, woken, _ = getattr(resources[int(number)], name)(thread)
        assert blocked == any(index in queue for queue in model.waiting(after)), told
    assert [other.index for other in woken] == model.woken(state, after, index), told
    check_state(model, after, world)
    return after


def check_state(model, state, world):
    threads, resources = world
    for resource, waiting, holding in zip(resources, model.waiting(state), model.holding(state), strict=True):
        assert [thread.index for thread in resource.waiters()] == list(waiting), state
        holders = [thread.index for thread in resource.holders()]
        assert sorted(holders) == sorted(set(holding)), state
        assert [thread.index for thread in threads if resource.held_by(thread)] == sorted(holders), state


def run(model, resources, threads, steps):
    """Take the steps (number of a thread, operation) that are possible, one after the other."""
    world = ([Thread(index) for index in range(threads)], resources)
    state, dead = model.begin, set()
    for index, operation in steps:
        waiting = {other for queue in model.waiting(state) for other in queue}
        if index in dead or (operation != "abandon" and index in waiting):
            continue
        state = take_step(model, state, world, index, operation)
        if operation == "abandon":
            dead.add(index)
    return state
