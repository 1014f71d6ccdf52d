"""Processes and threads that come to exist while a run goes on: launched by actions, or started by programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from desktop_app.engine.launches import describe, listing_numbers
from desktop_app.engine.recorder import Recorder
from desktop_app.engine.threads import FIRST_PID, Gil, SimProcess, SimThread
from desktop_app.engine.world import World
from desktop_app.model.machine import StartMethod
from desktop_app.model.scenario import Scenario
from desktop_app.model.workload import ProcessSpec, Program
from desktop_app.program.loading import LoadedProgram
from desktop_app.program.process import ProcessImage
from desktop_app.program.thread import ProgramThread
from desktop_app.trace.tables import JobTable
from desktop_app.trace.trace import Trace


def prepared_image(loaded: LoadedProgram, scenario: Scenario) -> ProcessImage:
    """Return a new process of a program that knows what it may ask of the machine."""
    image = ProcessImage(loaded)
    image.cores, image.instruction_ns = scenario.machine.cores, scenario.machine.instruction_ns
    image.seed = scenario.seed
    return image


class Births:
    """Adds processes and threads to a world and to its trace, at this moment.

    Args:
        loaded: The scenario's programs, compiled.
    """

    def __init__(
        self, world: World, recorder: Recorder, scenario: Scenario, loaded: dict[Program, LoadedProgram]
    ) -> None:
        self._world = world
        self._recorder = recorder
        self._trace = recorder.trace
        self._scenario = scenario
        self._loaded = loaded
        self._listings = listing_numbers(scenario)

    def of_entries(self, name: str) -> list[SimProcess]:
        """Add a process for each entry of this name, as an action launches them; their threads counted already."""
        return [self._of_entry(spec) for spec in self._scenario.processes if spec.name == name]

    def thread_of_entry(self, process: SimProcess) -> SimThread:
        """Add a thread to a process that runs: it does what those of its entry do, from their beginning."""
        thread = SimThread(len(self._world.threads), process, self._world.now_ns)
        self._add(process, thread)
        prepare_jobs(self._trace, [thread])
        return thread

    def child(self, starter: SimThread, image: ProcessImage, program: ProgramThread, method: StartMethod) -> SimProcess:
        """Add the process that a thread's program starts, with its main thread.

        Of what the scenario says of its parent it has all but the memory where it is forked: that is shared until one
        of them writes.
        """
        parent = starter.process
        footprint = parent.spec.footprint
        if method is StartMethod.FORK:
            footprint = replace(footprint, memory_bytes=0)
        spec = replace(parent.spec, arrival_ns=self._world.now_ns, launches=1, threads=1, start=method)
        process = self._process(replace(spec, footprint=footprint), image, parent)
        image.pid = image.pid or FIRST_PID + process.index  # its program may have given it one when it was copied
        self._world.started_processes += 1
        thread = self._thread(process, program, starter)
        now_ns = self._world.now_ns
        self._recorder.copy_memory(
            parent.index, process.index, thread.index, now_ns, shared=image.shared_numbers, inherited=image.inherited
        )
        return process

    def thread(self, starter: SimThread, program: ProgramThread) -> SimThread:
        """Add a thread that another one's program starts in the same process."""
        self._world.started_threads += 1
        return self._thread(starter.process, program, starter)

    def _of_entry(self, spec: ProcessSpec) -> SimProcess:
        image = None if spec.program is None else prepared_image(self._loaded[spec.program], self._scenario)
        process = self._process(spec, image, None)
        if image is not None:
            image.pid = FIRST_PID + process.index
        self._world.alive -= spec.threads
        for _ in range(spec.threads):
            self._add(process, SimThread(len(self._world.threads), process, self._world.now_ns))
        prepare_jobs(self._trace, process.threads)
        return process

    def _process(self, spec: ProcessSpec, image: ProcessImage | None, parent: SimProcess | None) -> SimProcess:
        world = self._world
        process = SimProcess(len(world.processes), spec, image, Gil())
        process.alive, process.parent = 0, parent
        world.processes.append(process)
        above = -1 if parent is None else parent.index
        self._trace.add_process(describe(spec, process.index + 1, self._listings, world.now_ns, above))
        return process

    def _thread(self, process: SimProcess, program: ProgramThread, starter: SimThread) -> SimThread:
        """Add a thread, which the operating system treats as the one that started it."""
        thread = SimThread(len(self._world.threads), process, self._world.now_ns, program)
        thread.priority = thread.own_priority = starter.own_priority
        thread.nice, thread.tickets, thread.affinity = starter.nice, starter.tickets, starter.affinity
        thread.hidden = True
        self._add(process, thread)
        return thread

    def _add(self, process: SimProcess, thread: SimThread) -> None:
        world = self._world
        self._trace.add_thread(process.index, world.now_ns)
        self._recorder.add_thread()
        world.threads.append(thread)
        process.threads.append(thread)
        process.alive += 1
        world.alive += 1


def prepare_jobs(trace: Trace, threads: Iterable[SimThread]) -> None:
    """Give each periodic thread a table for its jobs."""
    for thread in threads:
        if thread.periodic is not None:
            trace.jobs[thread.index] = JobTable(thread.arrival_ns + thread.periodic.offset_ns)
