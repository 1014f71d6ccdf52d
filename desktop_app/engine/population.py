"""The processes and threads of a scenario, ready to be launched."""

from __future__ import annotations

from heapq import heapify

from desktop_app.engine.births import prepared_image
from desktop_app.engine.launches import FIRST_ACTION, first_launches
from desktop_app.engine.threads import FIRST_PID, Gil, SimProcess, SimThread
from desktop_app.engine.world import Happening, Payload
from desktop_app.model.listing import CodeListing
from desktop_app.model.scenario import Scenario
from desktop_app.model.workload import ProcessSpec, Program
from desktop_app.program.builtin_functions import BUILTINS
from desktop_app.program.loading import LoadedProgram, load_program
from desktop_app.program.methods import METHODS


class Population:
    """The processes and threads of a scenario, as the engine and as the trace know them.

    Attributes:
        processes: The processes of the entries, in the order of the file.
        threads: All threads.
        events: Launches and actions: a heap for the world.
        loaded: The programs, compiled.
    """

    def __init__(self, scenario: Scenario, loaded: dict[Program, LoadedProgram] | None = None) -> None:
        """Make the processes of a scenario.

        Args:
            scenario: The scenario.
            loaded: Programs that are compiled already, its own perhaps among them.

        Raises:
            ProgramError: When a program cannot be loaded.
        """
        self._entries = entries = scenario.processes
        self._scenario = scenario
        # Each program is compiled once, however many processes are launched from it.
        known = loaded or {}
        self.loaded = {
            program: known[program] if program in known else load_program(program)
            for program in dict.fromkeys(entry.program for entry in entries)
            if program is not None
        }
        # One for all processes with bursts, whose threads never ask for it: there may be thousands.
        self._no_gil = Gil()
        self.processes: list[SimProcess] = []
        self.threads: list[SimThread] = []
        self.events: list[tuple[int, int, int, Payload]] = []
        for at_ns, sequence, specs in first_launches(scenario):
            launched = [self._process(spec, at_ns) for spec in specs]
            self.events.append((at_ns, sequence, Happening.LAUNCH, launched))
        for number, action in enumerate(scenario.actions):
            self.events.append((action.at_ns, FIRST_ACTION + number, Happening.ACTION, action))
        heapify(self.events)

    def listings(self) -> tuple[CodeListing, ...]:
        """Return the code of each program."""
        return tuple(program.listing for program in self.loaded.values())

    def constants(self) -> list[object]:
        """Return what the run never changes, and every checkpoint shares."""
        found: list[object] = [*BUILTINS.values(), *METHODS.values()] if self.loaded else []
        for spec in self._entries:
            found += [spec, spec.bursts]
        for program in self.loaded.values():
            found += [program, program.unit, program.listing]
        return found

    def _process(self, spec: ProcessSpec, at_ns: int) -> SimProcess:
        image = None if spec.program is None else prepared_image(self.loaded[spec.program], self._scenario)
        gil = self._no_gil if image is None else Gil()
        process = SimProcess(len(self.processes), spec, image, gil)
        if image is not None:
            image.pid = FIRST_PID + process.index
        for _ in range(spec.threads):
            thread = SimThread(len(self.threads), process, at_ns)
            self.threads.append(thread)
            process.threads.append(thread)
        self.processes.append(process)
        return process
