"""One thread of the simulated program: it executes instructions and says what each of them did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.program.accounts import Account, current_account, open_account
from desktop_app.program.attributes import find_attribute
from desktop_app.program.effects import Outcome, OutputWrite
from desktop_app.program.exceptions import EXCEPTION_BYTES, EXCEPTIONS, RaisedError, exception_from, set_context
from desktop_app.program.faults import SimulatedError, defect, over_limit, simulated
from desktop_app.program.frame import Frame
from desktop_app.program.functions import UNBOUND, Cell, FunctionObject
from desktop_app.program.generators import failed
from desktop_app.program.handlers.delegation import delegate
from desktop_app.program.library import PRELUDE, library_unit, prelude_function
from desktop_app.program.limits import BATCH_HIDDEN_WORK, MAX_HIDDEN_WORK
from desktop_app.program.log import Batch, CallChange, Log
from desktop_app.program.loops import LOOP
from desktop_app.program.operations import Op, SwitchPoint
from desktop_app.program.quickening import loop_at, quicken
from desktop_app.program.space import AddressSpace
from desktop_app.program.tracebacks import exit_code, exit_text, note_place, traceback_text, wordless
from desktop_app.program.unwinding import unwind
from desktop_app.program.values import NOTHING, NeedsProgramError, Pushed

if TYPE_CHECKING:
    from desktop_app.program.loading import LoadedProgram
    from desktop_app.program.operations import Instruction
    from desktop_app.program.quickening import Quick
    from desktop_app.program.values import ExceptionObject

#: What an instruction raises becomes an exception of the simulated program, or library code that goes on.
_CAUGHT = Exception
#: What may be raised by the host itself, when something is too large or too deep for it.
_EXHAUSTED = (MemoryError, RecursionError)

#: After so many instructions of library code there is a look at what they have cost together.
_LOOK: Final = 64
#: Fewer instructions are not worth the way to the hot loop.
_FEW = 8


class ProgramThread:
    """One thread of a process.

    Args:
        loaded: The program.
        frame: Where it begins.
        is_body: Whether it executes the program's body: the process ends with the last such thread.
    """

    def __init__(self, loaded: LoadedProgram, frame: Frame, *, is_body: bool = True) -> None:
        self._loaded = loaded
        self._frame = frame
        self._is_body = is_body
        #: What is called when the body has ended, last one first; None until it has.
        self._last_calls: list[FunctionObject] | None = None
        self._over = False
        self._failed = False
        self._exit_code = 0
        #: The names among which the one may be that a NameError misses.
        self._names: list[str] = []
        #: The program's own calls that it is in: how many frames were below each, and its variables.
        self._calls: list[tuple[int, list[object]]] = []
        #: The variables of the frame that was looked at last.
        self._slots: list[object] | None = None
        #: What the request that it waited for has given; NOTHING when it waits for none.
        self._answer: object = NOTHING
        self._hidden_work = 0
        self._used_bytes = 0
        frame.space.frames.append(frame)

    @property
    def number(self) -> int:
        """Its number within the machine."""
        return self._frame.number

    @property
    def next_line(self) -> int:
        """Index in the listing of the instruction that it executes next, or that waits for library code."""
        frame = self._frame
        if not frame.hidden:
            return frame.next
        return next((caller.next for caller in reversed(frame.callers) if not caller.code.unit.hidden), 0)

    def resume(self, timed_out: bool) -> None:  # noqa: FBT001 - the answer itself
        """Take note that what it waits for has happened, or that its time was over."""
        self._answer = not timed_out

    def run(self, count: int, *, to_switch_point: bool = False) -> Batch:
        """Execute instructions and return what each of them did.

        Args:
            count: How many at most, 1 or more; 0 when it is in library code and shall only go on up to the program's.
            to_switch_point: Stop early, after the first one in which CPython would let another thread have the GIL.

        Raises:
            RuntimeError: When the thread has ended before.
            ValueError: When ``count`` is less than 1.
        """
        if self._over:
            raise RuntimeError("the thread has ended")
        if count < (0 if self._frame.hidden else 1):
            raise ValueError("a thread executes at least one instruction at a time")
        frame, log, self._hidden_work = self._frame, Log(), 0
        frame.log = log
        account = open_account()
        self._used_bytes = frame.space.heap.used_bytes
        late = self._go_on_hidden(log) if frame.hidden else ()
        switches = False
        if not (frame.ended or frame.requests):
            if frame.slots is not self._slots:
                self._note_call(log)
            switches = self._execute(count, log, account, to_switch_point=to_switch_point)
        while frame.ended and not frame.requests and self._begin_last_call():
            self._go_on_hidden(log)
        return self._batch(log, late, account, switches=switches)

    def _begin_last_call(self) -> bool:
        """Begin what is called when a process ends: what waits for its threads and its children."""
        frame = self._frame
        space, image = frame.space, frame.space.image
        if not self._is_body or image is None:
            return False
        if self._last_calls is None:
            image.bodies -= 1
            modules = [space.modules.get(name) for name in ("atexit", "multiprocessing", "threading")]
            names = ("_run", "_shutdown", "_shutdown")
            found = [
                module.variables.get(name) for module, name in zip(modules, names, strict=True) if module is not None
            ]
            self._last_calls = [one for one in found if isinstance(one, FunctionObject)] if not image.bodies else []
        if not self._last_calls:
            return False
        function = self._last_calls.pop()
        self._begin(function, [])
        return True

    def _begin(self, function: FunctionObject, args: list[object]) -> None:
        """Begin the frame of a last function that nothing waits for."""
        frame = self._frame
        frame.abandon()
        frame.ended = False
        frame.begin(function.code, function)
        frame.slots = [*args, *[UNBOUND] * (len(function.code.places) - len(args))]
        frame.base, frame.generator, frame.handled = 0, None, None
        frame.next = frame.executing = function.code.first

    def _execute(self, count: int, log: Log, account: Account, *, to_switch_point: bool) -> bool:
        """Execute up to ``count`` instructions. Return whether the last one is a switch point."""
        if to_switch_point or count < _FEW:
            return self._execute_each(count, log, account, to_switch_point=to_switch_point)
        quick = self._loaded.unit.quick or quicken(self._loaded.unit)
        while self._execute_quickly(count - log.count, log, account, quick):
            head, left = self._frame.next - 1, count - log.count
            replay = loop_at(quick, head).run(self._frame, left)
            if replay is None:
                self._frame.next = head
                self._execute_each(1, log, account, to_switch_point=False)
                if self._frame.ended or self._frame.requests or account.units > BATCH_HIDDEN_WORK:
                    break
            else:
                log.add_replay(replay)
        return False

    def _execute_quickly(self, count: int, log: Log, account: Account, quick: Quick) -> bool:
        """Execute instructions: the hot loop. Return whether it stopped at a loop that is to be tried in strides.

        Then the loop's first instruction is not executed, but ``next`` lies behind it already.
        """
        frame, visible, slots = self._frame, self._frame.visible, self._slots
        add_line, add_depth, add_value = log.lines.append, log.depths.append, log.values.append
        for _ in range(count):
            index = frame.next
            handler, instruction, moves_only = quick[index]
            frame.executing = index
            frame.next = index + 1
            try:
                value = handler(frame, instruction)
            except _CAUGHT as error:
                value = self._recover(error)
                moves_only = False
            if moves_only:
                add_line(index)
                add_depth(len(visible))
                add_value(value)
                continue
            if value is LOOP:
                return True
            if frame.hidden:
                value = self._run_hidden(value)
            add_line(index)
            add_depth(len(visible))
            add_value(value)
            if frame.slots is not slots:
                slots = self._note_call(log)
            if frame.effects:
                self._note_effects(log)
            if frame.ended or frame.requests or account.units > BATCH_HIDDEN_WORK:
                return False
        return False

    def _execute_each(self, count: int, log: Log, account: Account, *, to_switch_point: bool) -> bool:
        """Execute up to ``count`` instructions one by one. Return whether the last one is a switch point."""
        frame, linked, effects = self._frame, self._loaded.unit.linked, self._frame.effects
        visible = frame.visible
        for _ in range(count):
            index = frame.next
            handler, instruction = linked[index]
            frame.executing = index
            frame.next = index + 1
            try:
                value = handler(frame, instruction)
            except _CAUGHT as error:
                value = self._recover(error)
            if frame.hidden:
                value = self._run_hidden(value)
            log.add(index, len(visible), value)
            if frame.slots is not self._slots:
                self._note_call(log)
            if effects:
                self._note_effects(log)
            if frame.ended or frame.requests:
                return False
            if to_switch_point and instruction.switch_point is not SwitchPoint.NEVER and _switches(frame, instruction):
                return True
            if account.units > BATCH_HIDDEN_WORK:
                return False
        return False

    # -- library code ---------------------------------------------------------------------------------------

    def _go_on_hidden(self, log: Log) -> tuple[object, ...]:
        """Go on in library code, in no time, with the answer that it waited for; return what it pushed at last."""
        frame = self._frame
        if frame.blocked:
            frame.blocked = False
            frame.stack[-1] = self._answer
        value = self._run_hidden(NOTHING)
        if log.lines and frame.effects:
            self._note_effects(log)  # it goes on after the thread's last instruction
        else:
            log.early += frame.effects
            frame.effects.clear()
        return () if value is NOTHING else value if isinstance(value, Pushed) else (value,)

    def _run_hidden(self, value: object) -> object:
        """Execute library code up to the next instruction of the program; return what that put on its stack."""
        frame = self._frame
        account = current_account()
        before, limit, steps, look = account.units, MAX_HIDDEN_WORK, 0, _LOOK
        while frame.hidden and not (frame.ended or frame.blocked):
            index = frame.next
            handler, instruction = frame.code.unit.linked[index]
            frame.executing = index
            frame.next = index + 1
            steps += 1
            try:
                if steps == look:
                    look += _LOOK
                    if steps + account.units - before > limit:
                        limit += MAX_HIDDEN_WORK
                        raise over_limit(f"more than {MAX_HIDDEN_WORK:,} steps of library code in one instruction")
                value = handler(frame, instruction)
            except _CAUGHT as error:
                value = self._recover(error)
        self._hidden_work += steps
        account.units += steps
        return NOTHING if frame.hidden else value

    # -- exceptions -----------------------------------------------------------------------------------------

    def _recover(self, error: Exception) -> object:
        """Go on after an instruction did not succeed: in library code, in a handler, or not at all."""
        frame = self._frame
        while True:
            try:
                if isinstance(error, NeedsProgramError):
                    return delegate(frame)
                caught = error if isinstance(error, SimulatedError) else _of_host(error)
                return self._catch(self._raised(caught))
            except _CAUGHT as another:
                error = another

    def _raised(self, error: SimulatedError) -> ExceptionObject:
        """Return the exception that the executing instruction raised, with its place and its context."""
        frame = self._frame
        exception = exception_from(error)
        if exception.missing:
            self._names = frame.local_names()
            exception.within = _is_within(frame, exception)
        if isinstance(error, RaisedError) and error.again:
            return exception
        # Only counted: the next thing that the program makes is what may find the memory full.
        frame.space.heap.used_bytes += EXCEPTION_BYTES
        set_context(exception, frame.handled)
        self._note_place(exception)
        return exception

    def _note_place(self, exception: ExceptionObject) -> None:
        frame = self._frame
        if not frame.hidden:
            note_place(exception, frame.code.unit.places[frame.executing])

    def _catch(self, exception: ExceptionObject) -> object:
        """Go on in the innermost handler of an exception, or end the thread; return what that pushed."""
        frame = self._frame
        while True:
            index = frame.executing
            pushed = unwind(frame, frame.code.unit.catches[index], exception, frame.code.unit.offsets[index])
            if pushed is not None:
                return Pushed(pushed)
            if not frame.callers:
                return self._fail(exception)
            if frame.generator is not None:
                exception = failed(exception, frame.generator)
            if exception.kind.host is AttributeError:
                _note_getter(frame, exception)
            frame.leave()
            self._note_place(exception)

    def _fail(self, exception: ExceptionObject) -> object:
        """End the thread by an exception that nobody catches."""
        frame = self._frame
        if wordless(exception):
            # Code of the program says what the traceback tells: it is executed first, as CPython does.
            function = prelude_function("last_words")
            assert isinstance(function, FunctionObject), "the prelude has it"
            self._begin(function, [exception])
            return NOTHING
        quiet = exception.kind.derives_from(EXCEPTIONS["SystemExit"])
        text = exit_text(exception) if quiet else self._traceback(exception)
        if text:
            frame.effects.append(OutputWrite(text))
        self._failed = not quiet
        self._exit_code = exit_code(exception) if quiet else 1
        frame.abandon()
        return Pushed()

    def _traceback(self, exception: ExceptionObject) -> str:
        return traceback_text(exception, self._names, self._loaded.listing.python)

    # -- batches --------------------------------------------------------------------------------------------

    def _note_call(self, log: Log) -> list[object]:
        """Note that the thread is in another frame, and return its variables."""
        frame, calls = self._frame, self._calls
        self._slots = frame.slots
        level, left = len(frame.callers), 0
        while calls and (calls[-1][0] > level or (calls[-1][0] == level and calls[-1][1] is not frame.slots)):
            calls.pop()
            left += 1
        returned = bool(calls) and calls[-1][0] == level
        if not (frame.hidden or frame.ended or returned):
            calls.append((level, frame.slots))
            log.calls[len(log.lines) - 1] = CallChange(left, frame.code.first, tuple(frame.slots))
        elif left:
            log.calls[len(log.lines) - 1] = CallChange(left)
        return frame.slots

    def _note_effects(self, log: Log) -> None:
        effects = self._frame.effects
        position = len(log.lines) - 1
        log.writes[position] = (*log.writes.get(position, ()), *effects)
        effects.clear()

    def _batch(self, log: Log, late: tuple[object, ...], account: Account, *, switches: bool) -> Batch:
        frame = self._frame
        frame.executed += log.count
        outcome, ends_process = Outcome.RAN, False
        if frame.ended:
            self._over = True
            frame.abandon()
            image = frame.space.image
            ends_process = self._is_body and (image is None or not image.bodies)
            outcome = Outcome.FAILED if self._failed else Outcome.ENDED
        elif frame.blocked:
            outcome = Outcome.BLOCKED
        requests = tuple(frame.requests)
        frame.requests.clear()
        return Batch(
            log=log,
            code=self._loaded.code,
            unit=self._loaded.unit,
            outcome=outcome,
            at_switch_point=switches,
            late=late,
            requests=requests,
            ends_process=ends_process,
            exit_code=self._exit_code,
            hidden_work=self._hidden_work,
            native_work=account.units - self._hidden_work,
            charged_bytes=max(0, frame.space.heap.used_bytes - self._used_bytes),
        )


def _is_within(frame: Frame, exception: ExceptionObject) -> bool:
    """Return whether the object that the executing method belongs to has what is missed, or lacks it."""
    own = frame.local("self")
    if own is UNBOUND:
        return False
    if exception.kind.derives_from(EXCEPTIONS["NameError"]):
        return find_attribute(frame.space, own, exception.missing) is not NOTHING
    return exception.target is own


def _note_getter(frame: Frame, exception: ExceptionObject) -> None:
    """Note what a getter of the program that fails with an AttributeError was to get, as CPython does."""
    if exception.target is not NOTHING or exception.missing or not frame.callers or not frame.slots:
        return
    caller = frame.callers[-1]
    instruction = caller.code.unit.linked[caller.executing][1]
    if instruction.op is Op.LOAD_ATTRIBUTE and frame.function is not None:
        place = 1 if frame.function.name == "__get__" else 0
        target = frame.slots[place]
        exception.target = target.value if isinstance(target, Cell) else target
        exception.missing = instruction.name


def _of_host(error: Exception) -> SimulatedError:
    return simulated(error) if isinstance(error, _EXHAUSTED) else defect(error)


def _switches(frame: Frame, instruction: Instruction) -> bool:
    if instruction.switch_point is SwitchPoint.ALWAYS:
        return True
    return frame.next != instruction.index + 1


def run_prelude(variables: dict[str, object]) -> None:
    """Execute the prelude outside of any process, with these global variables."""
    space = AddressSpace(first_number=SHARED_NUMBERS)
    space.variables = variables
    body = library_unit(PRELUDE).codes[0]
    frame = Frame(space, body, [UNBOUND] * len(body.places))
    while not frame.ended:
        handler, instruction = body.unit.linked[frame.next]
        frame.executing = frame.next
        frame.next += 1
        handler(frame, instruction)


#: The values of the prelude have numbers below 0: they belong to no process.
SHARED_NUMBERS: Final = -1_000_000
