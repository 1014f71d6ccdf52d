"""What programs ask of the machine: to wait and to wake, to start threads and processes, and to end them."""

from __future__ import annotations

from desktop_app.engine.births import Births
from desktop_app.engine.core import Core
from desktop_app.engine.lifecycle import Lifecycle
from desktop_app.engine.scheduler import Scheduler
from desktop_app.engine.threads import SimProcess, SimThread
from desktop_app.engine.work import Work
from desktop_app.engine.world import Happening, World
from desktop_app.model.machine import StartMethod
from desktop_app.program.effects import (
    AwaitExit,
    DeviceUse,
    ExitProcess,
    Park,
    Request,
    StartProcess,
    StartThread,
    Terminate,
    Unpark,
)
from desktop_app.program.limits import MAX_PROCESSES, MAX_THREADS
from desktop_app.program.process import ProcessImage
from desktop_app.program.thread import ProgramThread
from desktop_app.trace.tables import OPEN, RunEnd
from desktop_app.trace.trace import Cause, Trace

#: What ends by itself at a time that is known, and mostly no earlier: a picture may say when.
_TIMED = frozenset({"sleep"})
#: What follows a thread's label where somebody waits for its end.
_END_OF_THREAD = "'s end"


class Requests:
    """Does what programs ask for, at the moment at which it is asked for."""

    def __init__(
        self,
        world: World,
        trace: Trace,
        *,
        scheduler: Scheduler,
        lifecycle: Lifecycle,
        work: Work,
        births: Births,
    ) -> None:
        self._world = world
        self._trace = trace
        self._scheduler = scheduler
        self._lifecycle = lifecycle
        self._work = work
        self._births = births
        #: By the identities of their programs and images, which they keep.
        self._threads: dict[int, SimThread] = {}
        self._processes: dict[int, SimProcess] = {}

    def perform(self, core: Core, thread: SimThread, requests: tuple[Request, ...]) -> bool:
        """Do what a running thread asks for, in order; return whether it goes on: it lives, and need not wait."""
        return all(not self._perform(core, thread, request) and thread.alive for request in requests)

    def wake(self, requests: tuple[Request, ...]) -> None:
        """Do no more of what a thread that was ended asks for than to wake others: they have what they wait for."""
        for request in requests:
            if isinstance(request, Unpark):
                self._unpark(self._thread(request.thread))

    def _perform(self, core: Core, thread: SimThread, request: Request) -> bool:
        """Do one thing, and return whether the thread waits from now on."""
        match request:
            case Park():
                return self._park(core, thread, request)
            case DeviceUse():
                self._use(core, thread, request)
                return True
            case AwaitExit():
                return self._await_exit(core, thread, request)
            case Unpark():
                self._unpark(self._thread(request.thread))
            case StartThread():
                self._start_thread(thread, request)
            case StartProcess():
                self._start_process(thread, request)
            case Terminate():
                self._terminate(self._process(request.image), request.signal)
            case ExitProcess():
                self._lifecycle.exit(thread.process, request.code)
        return False

    # -- waiting --------------------------------------------------------------------------------------------

    def _park(self, core: Core, thread: SimThread, request: Park) -> bool:
        if thread.unparked or _is_over(request.timeout_ns):
            _resume(thread, timed_out=not thread.unparked)
            thread.unparked = False
            return False
        timed, bounded = request.what in _TIMED, request.timeout_ns is not None
        cause = Cause(
            text=request.what,
            timed=timed and bounded,
            thread=self._ending(thread.process, request.what),
            parked=not bounded,
            bounded=bounded and not timed,
        )
        thread.parked = True
        self._wait(core, thread, cause, request.timeout_ns)
        return True

    def _await_exit(self, core: Core, thread: SimThread, request: AwaitExit) -> bool:
        process = self._process(request.image)
        if process is None or not process.alive or _is_over(request.timeout_ns):
            _resume(thread, timed_out=process is not None and process.alive > 0)
            return False
        process.joiners.append(thread)
        thread.joining, thread.awaits = 1, process
        label, bounded = self._trace.processes[process.index].label, request.timeout_ns is not None
        cause = Cause(text=f"the end of {label}", process=process.index, parked=not bounded, bounded=bounded)
        self._wait(core, thread, cause, request.timeout_ns)
        return True

    def _use(self, core: Core, thread: SimThread, request: DeviceUse) -> None:
        self._scheduler.stop(core, thread, RunEnd.BLOCKED)
        self._work.use(thread, request.device, request.duration_ns)
        thread.blocked = True
        self._lifecycle.leave(thread)

    def _wait(self, core: Core, thread: SimThread, cause: Cause, timeout_ns: int | None) -> None:
        """Let a running thread wait, and another one have the GIL."""
        world = self._world
        self._scheduler.stop(core, thread, RunEnd.BLOCKED)
        until_ns = OPEN if timeout_ns is None else world.now_ns + timeout_ns
        self._scheduler.wait(thread, cause, until_ns=until_ns if cause.timed else OPEN)
        thread.blocked = True
        if timeout_ns is not None:
            thread.bounded = True
            thread.ticket = world.at(until_ns, Happening.WAKE, thread)
        self._lifecycle.leave(thread)

    def _unpark(self, thread: SimThread | None) -> None:
        if thread is None or not thread.alive:
            return
        if thread.parked:
            self._lifecycle.wake(thread)
        elif self._is_about_to_park(thread):
            # Its program waits already, but the instruction that led to that is not over on its core.
            thread.unparked = True

    def _is_about_to_park(self, thread: SimThread) -> bool:
        core = self._world.cores[thread.core] if thread.core >= 0 else None
        return core is not None and core.thread is thread and any(isinstance(one, Park) for one in core.ended.requests)

    def _ending(self, process: SimProcess, what: str) -> int:
        """Return the index of the thread of a process whose end is waited for, or -1."""
        if not what.endswith(_END_OF_THREAD):
            return -1
        label, infos = what.removesuffix(_END_OF_THREAD), self._trace.threads
        return next((thread.index for thread in process.threads if infos[thread.index].label == label), -1)

    # -- starting and ending --------------------------------------------------------------------------------

    def _start_thread(self, thread: SimThread, request: StartThread) -> None:
        if self._world.started_threads >= MAX_THREADS:
            self._lifecycle.fail(thread, "RuntimeError: can't start new thread")
            return
        self._lifecycle.launch_thread(self._births.thread(thread, request.thread))

    def _start_process(self, thread: SimThread, request: StartProcess) -> None:
        if self._world.started_processes >= MAX_PROCESSES:
            self._lifecycle.fail(thread, "BlockingIOError: [Errno 11] Resource temporarily unavailable")
            return
        child = self._births.child(thread, request.image, request.thread, StartMethod(request.method))
        child.daemon = request.daemon
        self._lifecycle.launch(child)

    def _terminate(self, process: SimProcess | None, number: int) -> None:
        if process is not None and process.alive and number:
            self._lifecycle.signal(process, number)

    # -- who is who -----------------------------------------------------------------------------------------

    def _thread(self, program: ProgramThread) -> SimThread | None:
        """Return the thread that executes something; None when its process was ended before it could be started."""
        if id(program) not in self._threads:
            self._threads = {id(thread.program): thread for thread in self._world.threads if thread.program}
        return self._threads.get(id(program))

    def _process(self, image: ProcessImage) -> SimProcess | None:
        if id(image) not in self._processes:
            self._processes = {id(process.image): process for process in self._world.processes if process.image}
        return self._processes.get(id(image))


def _is_over(timeout_ns: int | None) -> bool:
    return timeout_ns is not None and timeout_ns <= 0


def _resume(thread: SimThread, *, timed_out: bool) -> None:
    """Let a thread go on at once that need not wait."""
    assert thread.program is not None
    thread.program.resume(timed_out)
    thread.hidden = True
