"""From a scenario to a simulation that is ready to run."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from heapq import heapify
from math import lcm

from desktop_app.engine.core import Core
from desktop_app.engine.devices import Device
from desktop_app.engine.limits import RunLimits
from desktop_app.engine.memory import Ram
from desktop_app.engine.recorder import Recorder
from desktop_app.engine.resources import build_resources
from desktop_app.engine.sharing import MostUrgent
from desktop_app.engine.simulation import Simulation
from desktop_app.engine.threads import Gil, SimProcess, SimThread
from desktop_app.engine.throughput import CacheState
from desktop_app.engine.world import FIRST_ACTION, FIRST_LAUNCH, Happening, Payload, World
from desktop_app.model.durations import format_duration
from desktop_app.model.errors import ScenarioError
from desktop_app.model.scenario import ActionKind, Placement, Scenario, SchedulerSpec
from desktop_app.model.workload import BurstKind, ProcessSpec, Program, ResourceKind, ResourceSpec
from desktop_app.policies.cbs import admit
from desktop_app.policies.protocol import NEVER, Policy, Setting
from desktop_app.policies.registry import POLICIES, OptionError, check_options
from desktop_app.program.loading import LoadedProgram, load_program
from desktop_app.program.process import ProcessImage
from desktop_app.trace.tables import OPEN, JobTable
from desktop_app.trace.trace import ProcessInfo, ThreadInfo, Trace, TraceHeader

#: A run of periodic tasks whose hyperperiod holds more jobs than this is cut short there.
MAX_HYPERPERIOD_JOBS = 1_000_000


class QueueMaker:
    """Makes the ready queues of a policy for one scenario."""

    def __init__(self, scenario: Scenario, cores: int) -> None:
        self._scenario = scenario
        self._cores = cores

    def __call__(self, spec: SchedulerSpec) -> list[Policy]:
        """Return one queue, or one per core.

        Raises:
            ScenarioError: When the policy or one of its options is unknown.
        """
        info = POLICIES.get(spec.policy)
        file = self._scenario.source or self._scenario.title
        if info is None:
            raise ScenarioError(file, "scheduler.policy", repr(spec.policy), f"one of {', '.join(POLICIES)}")
        single = spec.placement is Placement.GLOBAL
        try:
            options = check_options(info, spec.options)
            return [
                info.make(
                    Setting(
                        machine=self._scenario.machine,
                        cores=self._cores if single else 1,
                        seed=self._scenario.seed + number,
                    ),
                    options,
                )
                for number in range(1 if single else self._cores)
            ]
        except OptionError as error:
            raise ScenarioError(file, f"scheduler.{error.option}", error.value, error.expected) from None


class _Population:
    """The processes and threads of a scenario, as the engine and as the trace know them."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        # Each program is compiled once, however many processes are launched from it.
        entries = scenario.processes
        self._loaded: dict[Program, LoadedProgram] = {
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

    def listings(self) -> tuple[LoadedProgram, ...]:
        return tuple(self._loaded.values())

    def thread_infos(self) -> Iterator[ThreadInfo]:
        for info in self.infos:
            for number in range(1, len(info.threads) + 1):
                yield ThreadInfo(
                    process=info.number - 1, number=number, process_number=info.number, arrival_ns=info.arrival_ns
                )

    def _add(self, entry: int, spec: ProcessSpec, at_ns: int, sequence: int) -> None:
        index, first = len(self.processes), len(self.threads)
        image = None if spec.program is None else ProcessImage(self._loaded[spec.program])
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
                listing=-1 if spec.program is None else list(self._loaded).index(spec.program),
                arrival_ns=at_ns,
                threads=tuple(thread.index for thread in process.threads),
                bursts=spec.bursts,
                parameters=spec.parameters,
                periodic=spec.periodic,
            )
        )
        self.events.append((at_ns, sequence, Happening.LAUNCH, process))


def simulate(scenario: Scenario, limits: RunLimits) -> Simulation:
    """Load the scenario's programs and build its machine.

    Raises:
        ScenarioError: When the policy or one of its options is unknown, there is nothing to run, or reservations
            are not admitted.
        ProgramError: When a program cannot be loaded.
    """
    file = scenario.source or scenario.title
    launched = any(action.kind is ActionKind.LAUNCH for action in scenario.actions)
    if not any(spec.launches for spec in scenario.processes) and not launched:
        raise ScenarioError(file, "process", "", "at least one [[process]] to run")
    cores = max([scenario.machine.cores, *(a.value for a in scenario.actions if a.kind is ActionKind.CORES)])
    _admit(scenario, file)
    make_queues = QueueMaker(scenario, cores)
    queues = make_queues(scenario.scheduler)
    for action in scenario.actions:
        if action.scheduler is not None:
            make_queues(action.scheduler)  # what is wrong with it is said before the run
    population = _Population(scenario)
    resources = scenario.resources + tuple(_implicit(scenario))
    until_ns, hyperperiod_ns, capped = _end(scenario)
    header = _header(scenario, queues, population, cores, hyperperiod_ns)
    world = _world(scenario, cores, queues, population, resources)
    if until_ns is not None:
        world.release_until_ns = until_ns
    trace = Trace(
        header,
        tuple(population.infos),
        tuple(population.thread_infos()),
        tuple(program.listing for program in population.listings()),
        resources,
        tuple(POLICIES[spec.policy].title for spec in _policies(scenario)),
    )
    trace.truncated = capped
    for thread in population.threads:
        if thread.periodic is not None:
            trace.jobs[thread.index] = JobTable(thread.arrival_ns + thread.periodic.offset_ns)
    return Simulation(scenario.machine, world, Recorder(trace), make_queues, until_ns=until_ns, limits=limits)


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


def _world(
    scenario: Scenario,
    cores: int,
    queues: list[Policy],
    population: _Population,
    resources: tuple[ResourceSpec, ...],
) -> World:
    machine, most_urgent = scenario.machine, MostUrgent()
    world = World(
        cores=[Core(number) for number in range(cores)],
        online=machine.cores,
        idle=list(range(machine.cores)),
        running=[None] * cores,
        processes=population.processes,
        threads=population.threads,
        queues=queues,
        scheduler=scenario.scheduler,
        timers=[None] * len(queues),
        resources=build_resources(resources, most_urgent),
        devices={spec.name: Device(spec.name, spec.servers) for spec in scenario.devices},
        ram=Ram(machine.ram_bytes),
        cache=None if machine.cache is None else CacheState(machine.cache, cores),
        events=population.events,
        alive=len(population.threads),
    )
    most_urgent.world = world
    if scenario.scheduler.balance_ns is not None and len(queues) > 1:
        world.at(scenario.scheduler.balance_ns, Happening.BALANCE, 0)
    return world


def _implicit(scenario: Scenario) -> Iterator[ResourceSpec]:
    """Yield the locks that bursts use without a declaration, in order of first use."""
    known = {spec.name for spec in scenario.resources}
    kinds = {
        BurstKind.LOCK: ResourceKind.MUTEX,
        BurstKind.UNLOCK: ResourceKind.MUTEX,
        BurstKind.READ_LOCK: ResourceKind.RW_LOCK,
        BurstKind.WRITE_LOCK: ResourceKind.RW_LOCK,
    }
    shared = {
        burst.target
        for spec in scenario.processes
        for burst in spec.bursts
        if kinds.get(burst.kind) is ResourceKind.RW_LOCK
    }
    for spec in scenario.processes:
        for burst in spec.bursts:
            if burst.kind in kinds and burst.target not in known:
                known.add(burst.target)
                kind = ResourceKind.RW_LOCK if burst.target in shared else ResourceKind.MUTEX
                yield ResourceSpec(name=burst.target, kind=kind)


def _admit(scenario: Scenario, file: str) -> None:
    """Refuse reservations that SCHED_DEADLINE would not admit."""
    if scenario.scheduler.policy != "cbs":
        return
    reserved = [
        (number, spec.periodic)
        for number, spec in enumerate(scenario.processes)
        for _ in range(spec.launches * spec.threads)
        if spec.periodic is not None
    ]
    reservations = [(periodic.runtime_ns, periodic.period_ns) for _, periodic in reserved]
    refused = admit(reservations, scenario.machine.cores)
    if refused is not None:
        number, periodic = reserved[refused.position]
        shown = format_duration(periodic.runtime_ns)
        raise ScenarioError(file, f"process[{number}].runtime", shown, refused.expected)


def _end(scenario: Scenario) -> tuple[int | None, int | None, str]:
    """Return when the run ends, its hyperperiod if that decides it, and why it is capped, if it is.

    Periodic tasks never end: without an end of its own, a run takes one hyperperiod, the least common multiple of
    the periods, counted from the latest first release; with different first releases the pattern repeats only
    after two (Leung, Merrill 1980), so it takes two then.
    """
    tasks = [(spec, spec.periodic) for spec in scenario.processes if spec.periodic is not None]
    if scenario.until_ns is not None or not tasks:
        return scenario.until_ns, None, ""
    hyperperiod = lcm(*(periodic.period_ns for _, periodic in tasks))
    releases = {spec.arrival_ns + periodic.offset_ns for spec, periodic in tasks}
    end = max(releases) + hyperperiod * (1 if len(releases) == 1 else 2)
    jobs = sum(
        max(1, spec.launches) * spec.threads * -(-end // periodic.period_ns) for spec, periodic in tasks
    )
    if jobs <= MAX_HYPERPERIOD_JOBS and end < OPEN:
        return end, hyperperiod, ""
    rate = sum(max(1, spec.launches) * spec.threads / periodic.period_ns for spec, periodic in tasks)
    cap = max(int(MAX_HYPERPERIOD_JOBS / rate), 1)
    return cap, min(hyperperiod, OPEN), (
        f"the hyperperiod is longer than {MAX_HYPERPERIOD_JOBS:,} jobs take: the run was capped at {format_duration(cap)}"
    )


def _policies(scenario: Scenario) -> list[SchedulerSpec]:
    later = [action.scheduler for action in sorted(scenario.actions, key=lambda action: action.at_ns)]
    return [scenario.scheduler, *(spec for spec in later if spec is not None)]


def _header(
    scenario: Scenario, queues: list[Policy], population: _Population, cores: int, hyperperiod_ns: int | None
) -> TraceHeader:
    machine, info = scenario.machine, POLICIES[scenario.scheduler.policy]
    placement = scenario.scheduler.placement
    return TraceHeader(
        title=scenario.title,
        source=scenario.source or scenario.title,
        policy=info.name,
        policy_title=info.title,
        cores=cores,
        first_cores=machine.cores,
        quantum_ns=_quantum_ns(queues[0]),
        context_switch_ns=machine.context_switch_ns,
        instruction_ns=machine.instruction_ns,
        gil=machine.gil.value,
        python=platform.python_version(),
        seed=scenario.seed,
        placement=placement.value,
        fifo_order=info.fifo_order,
        constrained=_constrained(scenario),
        dispatches_cost=machine.context_switch_ns + machine.dispatch_ns + machine.migration_ns > 0,
        hyperperiod_ns=hyperperiod_ns,
    )


def _constrained(scenario: Scenario) -> bool:
    """Whether a core may be idle while a thread is ready."""
    placement = scenario.scheduler.placement
    changes = {ActionKind.AFFINITY, ActionKind.CORES}
    return (
        placement is not Placement.GLOBAL
        or any(spec.parameters.affinity for spec in scenario.processes)
        or any(action.kind in changes for action in scenario.actions)
    )


def _quantum_ns(queue: Policy) -> int | None:
    """Return the slice that every thread gets, or None when there is no such thing."""
    return None if queue.fifo_slice_ns == NEVER else queue.fifo_slice_ns
