"""What a frame does with an exception: go on in its handler, or let it pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.program.frame import Frame
    from desktop_app.program.operations import Catch
    from desktop_app.program.values import ExceptionObject


def unwind(frame: Frame, catch: Catch | None, exception: ExceptionObject, lasti: int) -> list[object] | None:
    """Let a frame go on in the handler of the instruction that failed, or called what failed.

    Args:
        frame: The frame; its operand stack is cut to the handler's depth and gets the exception.
        catch: Where the instruction's exceptions go.
        exception: The exception.
        lasti: Place of the instruction in code units, which some handlers find below the exception.

    Returns:
        The values that the frame pushed above ``catch.depth`` others, or None when it has no handler and is left as it
        was.
    """
    frame.keyword_names = ()
    if catch is None:
        return None
    pushed: list[object] = [lasti, exception] if catch.lasti else [exception]
    frame.stack[frame.base + catch.depth :] = pushed
    frame.next = catch.target
    return pushed
