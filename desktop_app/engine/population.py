"""The processes and threads of a scenario, ready to be launched."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heapify

from desktop_app.engine.threads import Gil, SimProcess, SimThread
from desktop_app.engine.world import FIRST_ACTION, FIRST_LAUNCH, Happening, Payload
from desktop_app.model.listing import CodeListing
from desktop_app.model.scenario import ActionKind, Scenario
from desktop_app.model.workload import ProcessSpec, Program
from desktop_app.policies.protocol import NEVER
from desktop_app.program.loading import LoadedProgram, load_program
from desktop_app.program.process import ProcessImage
from desktop_app.trace.trace import ProcessInfo, ThreadInfo


class Population:
    """The processes and threads of a scenario, as the engine and as the trace know them.

    Attributes:
        processes: The processes: those of the entries, then those that actions launch, each in the order of the file.
        infos: The same for the trace.
        threads: All threads.
        events: Launches and actions: a heap for the world.
        loaded: The programs, compiled.
    """

    def __init__(self, scenario: Scenario, loaded: dict[Program, LoadedProgram] | None = None) -> None:
        """Make the processes of a scenario.

        Args:
            scenario: The scenario.
            loaded: Its programs if they are compiled already.

        Raises:
            ProgramError: When a program cannot be loaded.
        """
        entries = scenario.processes
        # Each program is compiled once, however many processes are launched from it.
        self.loaded = loaded or {
            program: load_program(program)
            for program in dict.fromkeys(entry.program for entry in entries)
            if program is not None
        }
        # One for all processes with bursts, whose threads never ask for it: there may be thousands.
        self._no_gil = Gil()
        self.processes: list[SimProcess] = []
        self.infos: list[ProcessInfo] = []
        self.threads: list[SimThread] = []
        self.events: list[tuple[int, int, int, Payload]] = []
        for entry, spec in enumerate(entries):
            for _ in range(spec.launches):
                self._add(entry, spec, spec.arrival_ns, FIRST_LAUNCH + len(self.processes))
        for number, action in enumerate(scenario.actions):
            if action.kind is ActionKind.LAUNCH:
                for entry, spec in enumerate(entries):
                    if spec.name == action.process:
                        self._add(entry, spec, action.at_ns, FIRST_ACTION + number)
            else:
                self.events.append((action.at_ns, FIRST_ACTION + number, Happening.ACTION, action))
        heapify(self.events)

    def listings(self) -> tuple[CodeListing, ...]:
        """Return the code of each program."""
        return tuple(program.listing for program in self.loaded.values())

    def constants(self) -> list[object]:
        """Return what the run never changes, and every checkpoint shares."""
        found: list[object] = []
        for process in self.processes:
            found += [process.spec, process.spec.bursts]
        for program in self.loaded.values():
            found += [program, program.linked, program.listing]
        return found

    def thread_infos(self) -> Iterator[ThreadInfo]:
        """Yield what the trace is told of each thread."""
        for info in self.infos:
            for number in range(1, len(info.threads) + 1):
                yield ThreadInfo(
                    process=info.number - 1, number=number, process_number=info.number, arrival_ns=info.arrival_ns
                )

    def _add(self, entry: int, spec: ProcessSpec, at_ns: int, sequence: int) -> None:
        index, first = len(self.processes), len(self.threads)
        image = None if spec.program is None else ProcessImage(self.loaded[spec.program])
        gil = self._no_gil if image is None else Gil()
        process = SimProcess(index=index, entry=entry, spec=spec, image=image, alive=spec.threads, gil=gil)
        process.threads = [_thread(first + offset, process, at_ns) for offset in range(spec.threads)]
        self.processes.append(process)
        self.threads += process.threads
        self.infos.append(
            ProcessInfo(
                number=index + 1,
                name=spec.name,
                program=spec.name if spec.program is None else spec.program.name,
                listing=-1 if spec.program is None else list(self.loaded).index(spec.program),
                arrival_ns=at_ns,
                threads=tuple(thread.index for thread in process.threads),
                bursts=spec.bursts,
                parameters=spec.parameters,
                periodic=spec.periodic,
            )
        )
        self.events.append((at_ns, sequence, Happening.LAUNCH, process))


def _thread(index: int, process: SimProcess, at_ns: int) -> SimThread:
    spec = process.spec
    parameters, periodic = spec.parameters, spec.periodic
    return SimThread(
        index=index,
        arrival_ns=at_ns,
        release_ns=at_ns,
        process=process,
        priority=parameters.priority,
        own_priority=parameters.priority,
        nice=parameters.nice,
        tickets=parameters.tickets,
        affinity=frozenset(parameters.affinity) if parameters.affinity else None,
        scheduling=parameters.scheduling,
        bursts=spec.bursts,
        program=None if process.image is None else process.image.start_thread(),
        periodic=periodic,
        period_ns=NEVER if periodic is None else periodic.period_ns,
        relative_deadline_ns=NEVER if periodic is None else periodic.deadline_ns,
        runtime_ns=0 if periodic is None else periodic.runtime_ns,
    )
