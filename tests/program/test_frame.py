"""Frames: what a call puts by, and what a return finds again."""

from __future__ import annotations

import pytest

from desktop_app.program.faults import SimulatedError
from desktop_app.program.frame import Frame, push
from desktop_app.program.functions import UNBOUND, FunctionObject
from desktop_app.program.limits import MAX_FRAMES
from desktop_app.program.space import AddressSpace
from tests.program.samples import loaded, run


def frame_and_function() -> tuple[Frame, FunctionObject]:
    body, inner = loaded("def f(a):\n    b = a\n    return b\n").codes
    return Frame(AddressSpace(), body, []), FunctionObject(inner, {})


def test_a_return_goes_on_where_the_call_was() -> None:
    frame, function = frame_and_function()
    frame.stack += ["below"]
    frame.executing, frame.next = 7, 8
    frame.enter(function, ["argument", UNBOUND], 1)
    frame.stack += ["operand"]
    assert (frame.code, frame.base, frame.next) == (function.code, 1, function.code.first)
    assert frame.leave() is push
    assert (frame.stack, frame.base, frame.executing, frame.next) == (["below"], 0, 7, 8)
    assert not frame.ended


def test_the_last_return_ends_the_thread() -> None:
    frame, _ = frame_and_function()
    frame.stack += ["left over"]
    assert frame.leave() is None
    assert frame.ended
    assert frame.stack == []


def test_recursion_ends_where_cpythons_does() -> None:
    frame, function = frame_and_function()
    for _ in range(MAX_FRAMES - 1):
        frame.enter(function, [], 0)
    with pytest.raises(SimulatedError, match="maximum recursion depth exceeded"):
        frame.enter(function, [], 0)


def test_what_callers_hold_is_reachable_and_so_are_names() -> None:
    frame, function = frame_and_function()
    frame.slots = ["of the body"]
    frame.enter(function, ["argument", UNBOUND], 0)
    assert {"of the body", "argument"} <= set(frame.reachable())
    assert frame.local_names()[:1] == ["a"]
    frame.abandon()
    assert frame.ended
    assert list(frame.reachable()) == []


def test_a_program_can_catch_its_own_endless_recursion() -> None:
    source = "def f():\n    f()\ntry:\n    f()\nexcept RecursionError as error:\n    print(error)\n"
    assert run(source).output == "maximum recursion depth exceeded\n"
