"""Processes and threads of the simulated program: an address space each, and an operand stack for every thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.effects import Batch, Outcome, OutputWrite
from desktop_app.program.exceptions import EXCEPTION_BYTES, EXCEPTIONS, RaisedError, exception_from, set_context
from desktop_app.program.faults import SimulatedError, simulated
from desktop_app.program.frame import Frame
from desktop_app.program.functions import UNBOUND
from desktop_app.program.limits import MAX_GLOBAL_TEXT_CHARS
from desktop_app.program.operations import SwitchPoint
from desktop_app.program.space import AddressSpace
from desktop_app.program.text import full_text
from desktop_app.program.tracebacks import exit_text, frame_text, note_place, traceback_text
from desktop_app.program.unwinding import unwind
from desktop_app.program.values import new_step

if TYPE_CHECKING:
    from desktop_app.program.effects import Step
    from desktop_app.program.loading import LoadedProgram
    from desktop_app.program.operations import Instruction
    from desktop_app.program.values import ExceptionObject


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
        #: The names among which the one may be that a NameError misses.
        self._names: list[str] = []
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
        while True:
            try:
                if to_switch_point:
                    switches = self._run_to_switch_point(count - len(steps), steps)
                else:
                    self._run(count - len(steps), steps)
                break
            except SimulatedError as error:
                caught = error
            except (MemoryError, RecursionError) as error:
                # No guard foresaw it, so the simulated program meets it as its own.
                caught = simulated(error)
            exception = self._raised(caught)
            if not self._catch(steps, exception):
                return self._fail(steps, exception)
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

    def _raised(self, error: SimulatedError) -> ExceptionObject:
        """Return the exception that the executing instruction raised, with its place and its context."""
        frame = self._frame
        exception = exception_from(error)
        if exception.missing:
            self._names = frame.names()
        if isinstance(error, RaisedError) and error.again:
            return exception
        # Only counted: the next thing that the program makes is what may find the memory full.
        frame.space.heap.used_bytes += EXCEPTION_BYTES
        set_context(exception, frame.handled)
        note_place(exception, frame_text(self._loaded, frame.executing))
        return exception

    def _catch(self, steps: list[Step], exception: ExceptionObject) -> bool:
        """Go on in the innermost handler of an exception; return whether there is one."""
        frame, failed = self._frame, self._frame.executing
        while True:
            index = frame.executing
            catch = self._loaded.catches[index]
            pushed = unwind(frame, catch, exception, self._code_unit(index))
            if catch is not None and pushed is not None:
                steps.append(new_step((failed, frame.base + catch.depth, pushed, ())))
                return True
            if not frame.callers:
                frame.executing = failed
                return False
            frame.leave()
            note_place(exception, frame_text(self._loaded, frame.executing))

    def _code_unit(self, index: int) -> int:
        """Return the place of an instruction within its code object, in units of two bytes."""
        lines = self._loaded.listing.lines
        return (lines[index].address - lines[self._frame.code.first].address) // 2

    def _fail(self, steps: list[Step], exception: ExceptionObject) -> Batch:
        frame = self._frame
        quiet = exception.kind.derives_from(EXCEPTIONS["SystemExit"])
        text = exit_text(exception) if quiet else self._traceback(exception)
        writes = (OutputWrite(text),) if text else ()
        steps.append(new_step((frame.executing, len(frame.stack), (), writes)))
        self._end()
        return Batch(steps=steps, outcome=Outcome.ENDED if quiet else Outcome.FAILED)

    def _traceback(self, exception: ExceptionObject) -> str:
        return traceback_text(exception, self._names, self._loaded.listing.python)

    def _end(self) -> None:
        self._over = True
        self._frame.abandon()


def _switches(frame: Frame, instruction: Instruction) -> bool:
    if instruction.switch_point is SwitchPoint.ALWAYS:
        return True
    return frame.next != instruction.index + 1
