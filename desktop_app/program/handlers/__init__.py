"""What each canonical operation does to a frame.

A handler takes a frame and an instruction and returns what it put on the operand
stack or in its variable: `NOTHING` for no value, `Pushed` for several. It changes the frame only once nothing can
fail any more, so that a simulated exception leaves everything as it was before the instruction.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.program.frame import Frame
from desktop_app.program.handlers import (
    attributes,
    calls,
    containers,
    contexts,
    control,
    exceptions,
    generators,
    local_names,
    making,
    names,
    operators,
    stack,
)
from desktop_app.program.operations import Instruction, Op

Handler = Callable[[Frame, Instruction], object]

HANDLERS: dict[Op, Handler] = {
    **stack.HANDLERS,
    **names.HANDLERS,
    **local_names.HANDLERS,
    **making.HANDLERS,
    **operators.HANDLERS,
    **containers.HANDLERS,
    **control.HANDLERS,
    **calls.HANDLERS,
    **exceptions.HANDLERS,
    **attributes.HANDLERS,
    **generators.HANDLERS,
    **contexts.HANDLERS,
}
