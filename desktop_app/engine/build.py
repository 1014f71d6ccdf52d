"""From a scenario to a simulation that is ready to run."""

from __future__ import annotations

import gc
import platform
from collections.abc import Callable, Iterator
from math import lcm

from desktop_app.engine.admission import check_admission
from desktop_app.engine.births import prepare_jobs
from desktop_app.engine.checkpoints import Checkpoints
from desktop_app.engine.core import Core
from desktop_app.engine.devices import Device
from desktop_app.engine.launches import ProcessInfos, coming_threads, launch_times, launches, started_threads
from desktop_app.engine.limits import RunLimits
from desktop_app.engine.memory import Ram
from desktop_app.engine.population import Population
from desktop_app.engine.recorder import Recorder
from desktop_app.engine.resources import build_resources
from desktop_app.engine.sharing import MostUrgent
from desktop_app.engine.simulation import Plan, Simulation
from desktop_app.engine.throughput import CacheState
from desktop_app.engine.world import World
from desktop_app.model.durations import format_duration
from desktop_app.model.errors import ScenarioError
from desktop_app.model.queueing import Queueing
from desktop_app.model.scenario import ActionKind, Placement, Scenario, SchedulerSpec
from desktop_app.model.workload import Program, ResourceSpec
from desktop_app.policies.protocol import NEVER, Policy, Setting
from desktop_app.policies.registry import POLICIES, OptionError, check_options
from desktop_app.program.bursts import implicit_kinds
from desktop_app.program.loading import LoadedProgram
from desktop_app.trace.tables import OPEN
from desktop_app.trace.trace import Trace, TraceHeader

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
                        cores=self._scenario.machine.cores if single else 1,
                        seed=self._scenario.seed + number,
                    ),
                    options,
                )
                for number in range(1 if single else self._cores)
            ]
        except OptionError as error:
            raise ScenarioError(file, f"scheduler.{error.option}", error.value, error.expected) from None


def simulate(scenario: Scenario, limits: RunLimits, loaded: dict[Program, LoadedProgram] | None = None) -> Simulation:
    """Load the scenario's programs and build its machine.

    Args:
        scenario: The scenario.
        limits: What the run may use.
        loaded: Programs that another run has loaded, which are not loaded again.

    Raises:
        ScenarioError: When the policy or one of its options is unknown, there is nothing to run, or reservations
            are not admitted.
        ProgramError: When a program cannot be loaded.
    """
    # Nothing that is made here is garbage: with thousands of threads, looking for some takes a third of the time, and
    # the first look afterwards a tenth of the run's. So it all becomes old at once: what freezing and unfreezing does.
    collects = gc.isenabled()
    gc.disable()
    try:
        return _simulation(scenario, limits, loaded)
    finally:
        gc.freeze()
        gc.unfreeze()
        if collects:
            gc.enable()


def _simulation(scenario: Scenario, limits: RunLimits, loaded: dict[Program, LoadedProgram] | None) -> Simulation:
    file = scenario.source or scenario.title
    launched = any(action.kind is ActionKind.LAUNCH for action in scenario.actions)
    if not any(spec.launches for spec in scenario.processes) and not launched:
        raise ScenarioError(file, "process", "", "at least one [[process]] to run")
    cores = most_cores(scenario)
    check_admission(scenario, file)
    make_queues = QueueMaker(scenario, cores)
    queues = make_queues(scenario.scheduler)
    for action in scenario.actions:
        if action.scheduler is not None:
            make_queues(action.scheduler)  # what is wrong with it is said before the run
    population = Population(scenario, loaded)
    resources = scenario.resources + tuple(_implicit(scenario))
    until_ns, hyperperiod_ns, capped = end_of(scenario)
    world = _world(scenario, cores, queues, population, resources)
    if until_ns is not None:
        world.release_until_ns = until_ns
    header = header_of(scenario, queues[0], hyperperiod_ns)
    trace = Trace(
        header,
        ProcessInfos(scenario),
        population.listings(),
        threads=len(population.threads),
        resources=resources,
        policies=policy_titles(scenario),
        queueing=queueings(scenario, make_queues),
        launches=launch_times(scenario),
    )
    trace.truncated = capped
    prepare_jobs(trace, population.threads)
    plan = Plan(scenario=scenario, loaded=population.loaded, until_ns=until_ns, make_queues=make_queues, limits=limits)
    constants = population.constants() if limits.checkpoints else []
    return Simulation(plan, world, Recorder(trace), Checkpoints(constants, len(population.threads)))


def most_cores(scenario: Scenario) -> int:
    """Return how many cores a scenario ever has on line."""
    later = (action.value for action in scenario.actions if action.kind is ActionKind.CORES)
    return max([scenario.machine.cores, *later])


def policy_titles(scenario: Scenario) -> tuple[str, ...]:
    """Return the titles of the policies that are ever in force, in order."""
    return tuple(POLICIES[spec.policy].title for spec in _in_force(scenario))


def queueings(scenario: Scenario, make_queues: Callable[[SchedulerSpec], list[Policy]]) -> tuple[Queueing, ...]:
    """Return how the ready queues of the policies are ordered that are ever in force, in order."""
    return tuple(make_queues(spec)[0].queueing for spec in _in_force(scenario))


def _in_force(scenario: Scenario) -> Iterator[SchedulerSpec]:
    """Yield the policies that are ever in force, in order."""
    yield scenario.scheduler
    for action in sorted(scenario.actions, key=lambda action: action.at_ns):
        if action.scheduler is not None:
            yield action.scheduler


def _world(
    scenario: Scenario,
    cores: int,
    queues: list[Policy],
    population: Population,
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
        armed=[None] * len(queues),
        resources=build_resources(resources, most_urgent),
        devices={spec.name: Device(spec.name, spec.servers) for spec in scenario.devices},
        ram=Ram(machine.ram_bytes),
        cache=None if machine.cache is None else CacheState(machine.cache, cores),
        events=population.events,
        alive=len(population.threads) + coming_threads(scenario),
    )
    most_urgent.world = world
    return world


def _implicit(scenario: Scenario) -> Iterator[ResourceSpec]:
    """Yield the locks that bursts use without a declaration, in order of first use."""
    known = {spec.name for spec in scenario.resources}
    named = [burst for spec in scenario.processes for burst in spec.bursts if burst.target]
    for name, kind in implicit_kinds(named).items():
        if name not in known:
            yield ResourceSpec(name=name, kind=kind)


def end_of(scenario: Scenario) -> tuple[int | None, int | None, str]:
    """Return when the run ends, its hyperperiod if that decides it, and why it is capped, if it is.

    Periodic tasks never end: without an end of its own, a run takes one hyperperiod, the least common multiple of
    the periods, counted from the latest first release; with different first releases the pattern repeats only
    after two (Leung, Merrill 1980), so it takes two then. Where something arrives or is done later than that, it ends
    one hyperperiod after the last such moment.
    """
    if scenario.until_ns is not None or all(spec.periodic is None for spec in scenario.processes):
        return scenario.until_ns, None, ""
    starts = [(launch.at_ns, spec) for launch in launches(scenario) for spec in launch.specs]
    starts += started_threads(scenario)
    tasks = [(at_ns, spec, spec.periodic) for at_ns, spec in starts if spec.periodic is not None]
    if not tasks:
        return None, None, ""
    hyperperiod = lcm(*(periodic.period_ns for _, _, periodic in tasks))
    releases = {at_ns + periodic.offset_ns for at_ns, _, periodic in tasks}
    end = max(releases) + hyperperiod * (1 if len(releases) == 1 else 2)
    last = max([at_ns for at_ns, _ in starts] + [action.at_ns for action in scenario.actions])
    if last >= end:
        end = last + hyperperiod
    jobs = sum(spec.threads * -(-end // periodic.period_ns) for _, spec, periodic in tasks)
    if jobs <= MAX_HYPERPERIOD_JOBS and end < OPEN:
        return end, hyperperiod, ""
    rate = sum(spec.threads / periodic.period_ns for _, spec, periodic in tasks)
    cap = max(int(MAX_HYPERPERIOD_JOBS / rate), 1)
    return (
        cap,
        min(hyperperiod, OPEN),
        (
            f"the hyperperiod holds more than {MAX_HYPERPERIOD_JOBS:,} jobs: "
            f"the run was capped at {format_duration(cap)}"
        ),
    )


def header_of(scenario: Scenario, queue: Policy, hyperperiod_ns: int | None) -> TraceHeader:
    """Return the header of a scenario's trace; ``queue`` is the first one of its policy."""
    machine, info = scenario.machine, POLICIES[scenario.scheduler.policy]
    placement = scenario.scheduler.placement
    return TraceHeader(
        title=scenario.title,
        source=scenario.source or scenario.title,
        policy=info.name,
        policy_title=info.title,
        cores=most_cores(scenario),
        first_cores=machine.cores,
        quantum_ns=_quantum_ns(queue),
        context_switch_ns=machine.context_switch_ns,
        instruction_ns=machine.instruction_ns,
        gil=machine.gil.value,
        python=platform.python_version(),
        seed=scenario.seed,
        placement=placement.value,
        fifo_order=info.fifo_order,
        constrained=_constrained(scenario),
        dispatch_cost_ns=machine.context_switch_ns + machine.dispatch_ns + machine.migration_ns,
        hyperperiod_ns=hyperperiod_ns,
        tick_ns=machine.tick_ns,
        ram_bytes=machine.ram_bytes,
    )


def _constrained(scenario: Scenario) -> bool:
    """Whether a core may be idle while a thread is ready."""
    later = [action.scheduler for action in scenario.actions if action.scheduler is not None]
    changes = {ActionKind.AFFINITY, ActionKind.CORES}
    return (
        any(spec.placement is not Placement.GLOBAL for spec in (scenario.scheduler, *later))
        or any(spec.parameters.affinity for spec in scenario.processes)
        or any(action.kind in changes for action in scenario.actions)
    )


def _quantum_ns(queue: Policy) -> int | None:
    """Return the slice that every thread gets, or None when there is no such thing."""
    return None if queue.fifo_slice_ns == NEVER else queue.fifo_slice_ns
