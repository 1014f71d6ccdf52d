"""From a scenario to a simulation that is ready to run."""

from __future__ import annotations

import platform

from desktop_app.engine.limits import RunLimits
from desktop_app.engine.simulation import Simulation
from desktop_app.engine.threads import BurstBody, ProgramBody, SimProcess, SimThread
from desktop_app.model.errors import ScenarioError
from desktop_app.model.scenario import Scenario
from desktop_app.model.workload import ProcessSpec, Program
from desktop_app.policies.protocol import Policy
from desktop_app.policies.registry import POLICIES, OptionError, check_options
from desktop_app.program.loading import LoadedProgram, load_program
from desktop_app.program.process import ProcessImage
from desktop_app.trace.trace import ProcessInfo, ThreadInfo, Trace, TraceHeader


def simulate(scenario: Scenario, limits: RunLimits) -> Simulation:
    """Load the scenario's programs and build its machine.

    Raises:
        ScenarioError: When the policy or one of its options is unknown, or there is nothing to run.
        ProgramError: When a program cannot be loaded.
    """
    if not scenario.processes:
        raise ScenarioError(scenario.source or scenario.title, "process", "", "at least one [[process]] to run")
    policy = _policy(scenario)
    loaded = _load(scenario)
    programs = list(loaded)
    processes: list[SimProcess] = []
    infos: list[ProcessInfo] = []
    threads: list[ThreadInfo] = []
    for spec in scenario.processes:
        for _ in range(spec.launches):
            process, info = _launch(spec, len(processes), len(threads), loaded, programs)
            processes.append(process)
            infos.append(info)
            threads.extend(
                ThreadInfo(
                    process=process.index,
                    number=number,
                    process_number=info.number,
                    arrival_ns=info.arrival_ns,
                )
                for number in range(1, spec.threads + 1)
            )
    listings = tuple(loaded[program].listing for program in programs)
    trace = Trace(_header(scenario, policy, processes), tuple(infos), tuple(threads), listings)
    return Simulation(scenario.machine, policy, processes, trace, until_ns=scenario.until_ns, limits=limits)


def _policy(scenario: Scenario) -> Policy:
    info = POLICIES.get(scenario.scheduler.policy)
    file = scenario.source or scenario.title
    if info is None:
        raise ScenarioError(file, "scheduler.policy", repr(scenario.scheduler.policy), f"one of {', '.join(POLICIES)}")
    try:
        options = check_options(info, scenario.scheduler.options)
    except OptionError as error:
        raise ScenarioError(file, f"scheduler.{error.option}", error.value, error.expected) from None
    return info.make(scenario.machine, options)


def _load(scenario: Scenario) -> dict[Program, LoadedProgram]:
    """Compile each program once, however many processes are launched from it."""
    programs = {spec.program: None for spec in scenario.processes if spec.program is not None}
    return {program: load_program(program) for program in programs}


def _launch(
    spec: ProcessSpec, index: int, first_thread: int, loaded: dict[Program, LoadedProgram], programs: list[Program]
) -> tuple[SimProcess, ProcessInfo]:
    image = None if spec.program is None else ProcessImage(loaded[spec.program])
    process = SimProcess(index=index, image=image, alive=spec.threads)
    for offset in range(spec.threads):
        body = BurstBody(spec.bursts) if image is None else ProgramBody(image.start_thread())
        process.threads.append(
            SimThread(index=first_thread + offset, arrival_ns=spec.arrival_ns, process=process, body=body)
        )
    info = ProcessInfo(
        number=index + 1,
        name=spec.name,
        program=spec.name if spec.program is None else spec.program.name,
        listing=-1 if spec.program is None else programs.index(spec.program),
        arrival_ns=spec.arrival_ns,
        threads=tuple(thread.index for thread in process.threads),
        bursts=spec.bursts,
    )
    return process, info


def _header(scenario: Scenario, policy: Policy, processes: list[SimProcess]) -> TraceHeader:
    machine, info = scenario.machine, POLICIES[scenario.scheduler.policy]
    return TraceHeader(
        title=scenario.title,
        source=scenario.source or scenario.title,
        policy=info.name,
        policy_title=info.title,
        cores=machine.cores,
        quantum_ns=policy.slice_ns(processes[0].threads[0]),
        context_switch_ns=machine.context_switch_ns,
        instruction_ns=machine.instruction_ns,
        gil=machine.gil.value,
        python=platform.python_version(),
        seed=scenario.seed,
    )
