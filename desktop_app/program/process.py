"""Processes and threads of the simulated program: an address space each, and an operand stack for every thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.effects import Batch, Outcome, OutputWrite
from desktop_app.program.faults import SimulatedError, simulated
from desktop_app.program.frame import Frame
from desktop_app.program.functions import UNBOUND
from desktop_app.program.limits import MAX_GLOBAL_TEXT_CHARS
from desktop_app.program.operations import SwitchPoint
from desktop_app.program.space import AddressSpace
from desktop_app.program.text import full_text
from desktop_app.program.tracebacks import traceback_text
from desktop_app.program.values import new_step

if TYPE_CHECKING:
    from desktop_app.program.effects import Step
    from desktop_app.program.loading import LoadedProgram
    from desktop_app.program.operations import Instruction


class ProcessImage:
    """One process of a program: a private address space that its threads share.

    Args:
        loaded: The program; several processes may share it.
    """

    def __init__(self, loaded: LoadedProgram) -> None:
        self._loaded = loaded
        self._space = AddressSpace()

    def start_thread(self) -> ProgramThread:
        """Return a new thread that will execute the program's body from its beginning, on a stack of its own."""
        return ProgramThread(self._loaded, self._space)

    def globals_text(self) -> dict[str, str]:
        """Return the repr of each of the program's variables, in the order of their first assignment.

        A text longer than 10,000 characters is cut off and ends in an ellipsis.
        """
        return {
            name: full_text(value, MAX_GLOBAL_TEXT_CHARS)
            for name, (value, _) in self._space.variables.items()
            if not (name.startswith("__") and name.endswith("__"))
        }


class ProgramThread:
    """One thread of a process, executing the program's body."""

    def __init__(self, loaded: LoadedProgram, space: AddressSpace) -> None:
        self._loaded = loaded
        self._linked = loaded.linked
        body = loaded.codes[0]
        self._frame = Frame(space, body, [UNBOUND] * len(body.places))
        self._over = False
        space.frames.append(self._frame)

    @property
    def next_line(self) -> int:
        """Index in the listing of the instruction that it executes next."""
        return self._frame.next

    def run(self, count: int, *, to_switch_point: bool = False) -> Batch:
        """Execute instructions and return what each of them did.

        Args:
            count: How many at most, 1 or more.
            to_switch_point: Stop early, after the first one in which CPython would let another thread have the GIL.

        Raises:
            RuntimeError: When the thread has ended before.
            ValueError: When ``count`` is less than 1.
        """
        if self._over:
            raise RuntimeError("the thread has ended")
        if count < 1:
            raise ValueError("a thread executes at least one instruction at a time")
        steps: list[Step] = []
        switches = False
        try:
            if to_switch_point:
                switches = self._run_to_switch_point(count, steps)
            else:
                self._run(count, steps)
        except SimulatedError as error:
            return self._fail(steps, error)
        except (MemoryError, RecursionError) as error:
            # No guard foresaw it, so the simulated program meets it as its own.
            return self._fail(steps, simulated(error))
        if self._frame.ended:
            self._end()
            return Batch(steps=steps, outcome=Outcome.ENDED)
        return Batch(steps=steps, outcome=Outcome.RAN, at_switch_point=switches)

    def _run(self, count: int, steps: list[Step]) -> None:
        """Execute up to ``count`` instructions: the hot loop."""
        frame, linked, record = self._frame, self._linked, steps.append
        for _ in range(count):
            handler, instruction = linked[frame.next]
            frame.executing = frame.next
            frame.next += 1
            record(handler(frame, instruction))
            if frame.ended:
                return

    def _run_to_switch_point(self, count: int, steps: list[Step]) -> bool:
        """Execute up to ``count`` instructions and return whether the last one is a switch point."""
        frame, linked = self._frame, self._linked
        for _ in range(count):
            handler, instruction = linked[frame.next]
            frame.executing = frame.next
            frame.next += 1
            steps.append(handler(frame, instruction))
            if frame.ended:
                return False
            if instruction.switch_point is not SwitchPoint.NEVER and _switches(frame, instruction):
                return True
        return False

    def _fail(self, steps: list[Step], error: SimulatedError) -> Batch:
        frame = self._frame
        places = [*(caller.executing for caller in frame.callers), frame.executing]
        text = traceback_text(self._loaded, places, error, frame.names())
        steps.append(new_step((frame.executing, 0, (), (OutputWrite(text),))))
        self._end()
        return Batch(steps=steps, outcome=Outcome.FAILED)

    def _end(self) -> None:
        self._over = True
        self._frame.abandon()


def _switches(frame: Frame, instruction: Instruction) -> bool:
    if instruction.switch_point is SwitchPoint.ALWAYS:
        return True
    return frame.next != instruction.index + 1
