"""Processes of the simulated program: an address space each, which their threads share."""

from __future__ import annotations

import io
import pickle
from typing import TYPE_CHECKING, Any, Final

from desktop_app.program.accounts import charge
from desktop_app.program.copying import CopyReader, CopyWriter
from desktop_app.program.faults import SimulatedError
from desktop_app.program.frame import Frame
from desktop_app.program.functions import UNBOUND, FunctionObject, bind
from desktop_app.program.limits import (
    CHILD_HEAP_BYTES,
    MAX_FAMILY_BYTES,
    MAX_GLOBAL_TEXT_CHARS,
    MAX_PROCESSES,
    MAX_THREADS,
)
from desktop_app.program.reaching import numbered_within
from desktop_app.program.sending import Parcel, Sender
from desktop_app.program.space import ITEM_BYTES, AddressSpace
from desktop_app.program.text import full_text
from desktop_app.program.thread import ProgramThread
from desktop_app.program.values import BoundMethod, DictObject, MutableObject, OrderLostError

if TYPE_CHECKING:
    from desktop_app.program.heap import Heap
    from desktop_app.program.loading import LoadedProgram

#: sys.getswitchinterval(): 5 ms by default.
SWITCH_INTERVAL_NS: Final = 5_000_000
#: How many processes one that a scenario launches can start, they and theirs included, before their numbers meet.
_FAMILY_SIZE: Final = 1_000
#: So many bytes of a copy are made in the time of one instruction of library code.
_COPIED_BYTES: Final = 32
#: A copy takes about so many bytes for each byte that pickle makes of it, beside what its containers take.
_LIVE_BYTES: Final = 2
#: How many threads one process can start before their numbers meet.
MOST_THREADS: Final = 10_000


class Family:
    """What a process shares with those that it starts.

    Attributes:
        threads: The threads that library code asked for by number.
        images: The processes by their number.
        shared: Objects that stay the same ones in all of them, by their identity.
        files: The simulated files: a dictionary of names and texts.
        started_threads: How many threads programs have started.
        started_processes: How many processes they have started.
    """

    def __init__(self) -> None:
        self.threads: dict[object, ProgramThread] = {}
        self.images: dict[int, ProcessImage] = {}
        self.shared: dict[int, object] = {}
        self.files = DictObject(-1, {})
        self.started_threads = 0
        self.started_processes = 0

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        # The host keeps its objects elsewhere now.
        self.shared = {id(value): value for value in self.shared.values()}

    def has_room(self, size_bytes: int) -> bool:
        """Return whether the values of its living processes may take so much more memory."""
        living = (image.heap.limit_bytes for image in self.images.values() if image.exit_code is None)
        return sum(living) + size_bytes <= MAX_FAMILY_BYTES


class ProcessImage:
    """One process of a program: a private address space that its threads share.

    Args:
        loaded: The program; several processes may share it.

    Attributes:
        switch_interval_ns: How long a thread waits for the GIL before it asks for it.
        now_ns: The simulated time; set by who runs the process.
        cores: How many cores the machine has; set by who runs the process.
        instruction_ns: What an instruction costs; set by who runs the process.
        pid: The number of the process; set by who runs it, or when another process starts it.
        parent_pid: The number of the process that started it.
        seed: The scenario's seed.
        family: What it shares with the processes that it starts, and with the one that started it.
        shared_numbers: The numbers of the objects that were the same ones here and in the process that started it when
            it did.
        bodies: How many threads still execute the program's body.
    """

    def __init__(self, loaded: LoadedProgram) -> None:
        self._loaded = loaded
        self._space = AddressSpace()
        self._space.image = self
        self.switch_interval_ns = SWITCH_INTERVAL_NS
        self.now_ns: int = 0
        self.cores: int = 1
        self.instruction_ns: int = 0
        self.pid: int = 0
        self.parent_pid: int = 1
        self._exit_code: int | None = None
        self.seed: int = 0
        self.family = Family()
        self.shared_numbers = frozenset[int]()
        self.bodies = 0
        self._threads = 0

    @property
    def exit_code(self) -> int | None:
        """What the process ended with, or None while it lives; set by who runs it, which frees its memory."""
        return self._exit_code

    @exit_code.setter
    def exit_code(self, code: int | None) -> None:
        self._exit_code = code
        if code is not None:
            self._space.release()

    @property
    def heap(self) -> Heap:
        """Bounds what its values take."""
        return self._space.heap

    @property
    def shares(self) -> bool:
        """Whether it has memory in common with other processes."""
        return bool(self.family.shared)

    @property
    def program(self) -> str:
        """The file name of its program."""
        return self._loaded.program.name

    @property
    def python(self) -> str:
        """The version of the CPython whose bytecode it executes."""
        return self._loaded.listing.python

    def start_thread(self) -> ProgramThread:
        """Return a new thread that will execute the program's body from its beginning, on a stack of its own."""
        body = self._loaded.codes[0]
        self.bodies += 1
        return self._thread(Frame(self._space, body, [UNBOUND] * len(body.places)), is_body=True)

    def call_in_thread(self, run: object, *, is_body: bool = False) -> ProgramThread:
        """Return a new thread that will call a function of the program or the library."""
        if not is_body:
            if self.family.started_threads >= MAX_THREADS:
                raise SimulatedError("RuntimeError", "can't start new thread")
            self.family.started_threads += 1
        function, args = (run.function, [run.target]) if isinstance(run, BoundMethod) else (run, [])
        assert isinstance(function, FunctionObject), "the library gives a function or a method"
        frame = Frame(self._space, function.code, bind(function, args, {}).slots)
        frame.begin(function.code, function)
        return self._thread(frame, is_body=is_body)

    def _thread(self, frame: Frame, *, is_body: bool) -> ProgramThread:
        self._threads += 1
        thread = ProgramThread(self._loaded, frame, is_body=is_body)
        frame.number = self.pid * MOST_THREADS + self._threads
        self.family.threads[frame.number] = thread
        return thread

    def fork(self, run: object) -> tuple[ProcessImage, ProgramThread]:
        """Return a child process with a copy of this one's memory, and its first thread, which will call ``run``.

        Raises:
            SimulatedError: A TypeError when the memory holds what cannot be copied.
        """
        family = self.family
        if family.started_processes >= MAX_PROCESSES:
            raise SimulatedError("BlockingIOError", "[Errno 11] Resource temporarily unavailable")
        family.images[self.pid] = self
        size = self.heap.measure() + CHILD_HEAP_BYTES
        if not family.has_room(size):
            raise SimulatedError("OSError", "[Errno 12] Cannot allocate memory", values=(12, "Cannot allocate memory"))
        family.started_processes += 1
        child = ProcessImage(self._loaded)
        variables, modules, function = self._copy((self._space.variables, self._space.modules, run))
        child._space.take_over(self._space, variables, modules, family.started_processes)
        child.family, child.seed = family, self.seed
        child.heap.used_bytes, child.heap.limit_bytes, child.heap.more = self.heap.used_bytes, size, family.has_room
        child.pid = min(family.images) * _FAMILY_SIZE + family.started_processes
        child.parent_pid = self.pid
        child.cores, child.instruction_ns = self.cores, self.instruction_ns
        child.now_ns, child.switch_interval_ns = self.now_ns, self.switch_interval_ns
        child.shared_numbers = frozenset(value.number for value in numbered_within(family.shared.values()))
        child.bodies = 1
        family.images[child.pid] = child
        return child, child.call_in_thread(function, is_body=True)

    def share(self, value: object) -> None:
        """Let a mutable object stay the same one in the processes that are started from now on."""
        self.family.shared[id(value)] = value

    def copied(self, value: object) -> Parcel:
        """Return a deep copy of a value that comes from this process or from another one, or goes there.

        Its objects are new ones. Functions, classes and members of enumerations that have a name are not copied, as in
        CPython: they are those that have the name here.

        Raises:
            SimulatedError: A TypeError when it holds what cannot be copied, a MemoryError when there is no room for it.
        """
        kept = self._kept()
        writer = Sender(io.BytesIO(), kept, self._space)
        reader = self._written(writer, kept, value)
        size = writer.buffer.getbuffer().nbytes
        parcel = Parcel(reader.load(), tuple(reader.made))
        items = sum(len(one.items) for one in parcel.made if isinstance(one, MutableObject))
        self.heap.charge(_LIVE_BYTES * size + ITEM_BYTES * items)
        return parcel

    @property
    def inherited(self) -> tuple[range, ...]:
        """The numbers of the objects that it may have copies of from the processes before it."""
        return self._space.inherited

    def files(self) -> DictObject:
        """Return the simulated files."""
        return self.family.files

    def _kept(self) -> list[object]:
        """Return what is the same in all processes of the family."""
        return [self._loaded, self._loaded.unit, self, self.family, self.family.files, *self.family.shared.values()]

    def _copy(self, value: Any) -> Any:  # noqa: ANN401 - whatever it is, a copy of it is the same
        kept = self._kept()
        return self._written(CopyWriter(io.BytesIO(), kept), kept, value).load()

    def _written(self, writer: CopyWriter, kept: list[object], value: object) -> CopyReader:
        """Write a value, and return what reads it back."""
        try:
            writer.dump(value)
        except (OrderLostError, RecursionError, pickle.PicklingError, TypeError, AttributeError) as error:
            raise SimulatedError("TypeError", f"cannot copy this to another process: {error}") from None
        charge(writer.buffer.tell() // _COPIED_BYTES)
        writer.buffer.seek(0)
        return CopyReader(writer.buffer, kept)

    def globals_text(self) -> dict[str, str]:
        """Return the repr of each of the program's variables, in the order of their first assignment.

        A text longer than 10,000 characters is cut off and ends in an ellipsis.
        """
        return {
            name: full_text(value, MAX_GLOBAL_TEXT_CHARS)
            for name, value in self._space.variables.items()
            if not (name.startswith("__") and name.endswith("__"))
        }
