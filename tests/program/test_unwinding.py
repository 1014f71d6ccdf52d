from __future__ import annotations

from desktop_app.program.exceptions import EXCEPTIONS
from desktop_app.program.frame import Frame
from desktop_app.program.operations import Catch
from desktop_app.program.space import AddressSpace
from desktop_app.program.unwinding import unwind
from desktop_app.program.values import ExceptionObject
from tests.program.samples import loaded


def frame_with(*stack: object) -> Frame:
    frame = Frame(AddressSpace(), loaded("pass\n").codes[0], [])
    frame.stack += stack
    frame.keyword_names = ("sep",)
    return frame


ERROR = ExceptionObject(EXCEPTIONS["ValueError"], ("x",))


def test_the_stack_is_cut_and_gets_the_exception() -> None:
    frame = frame_with(1, 2, 3)
    assert unwind(frame, Catch(7, 1, lasti=False), ERROR, 5) == [ERROR]
    assert (frame.stack, frame.next, frame.keyword_names) == ([1, ERROR], 7, ())


def test_the_place_goes_below_the_exception_when_it_is_asked_for() -> None:
    frame = frame_with(1, 2, 3)
    assert unwind(frame, Catch(7, 2, lasti=True), ERROR, 5) == [5, ERROR]
    assert frame.stack == [1, 2, 5, ERROR]


def test_a_frame_without_a_handler_is_left_as_it_was() -> None:
    frame = frame_with(1, 2)
    assert unwind(frame, None, ERROR, 5) is None
    assert (frame.stack, frame.next) == ([1, 2], 0)


def test_depths_count_from_the_frames_own_stack() -> None:
    frame = frame_with("of a caller", 1, 2)
    frame.base = 1
    assert unwind(frame, Catch(7, 1, lasti=False), ERROR, 5) is not None
    assert frame.stack == ["of a caller", 1, ERROR]
