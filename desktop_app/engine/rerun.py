"""Going on with a run under other actions: what somebody does to a live session, or takes back."""

from __future__ import annotations

from dataclasses import replace
from heapq import heapify

from desktop_app.engine.births import prepare_jobs
from desktop_app.engine.build import end_of, header_of, most_cores, policy_titles, queueings, simulate
from desktop_app.engine.checkpoints import Checkpoint, Checkpoints
from desktop_app.engine.launches import FIRST_ACTION, coming_threads, launch_times
from desktop_app.engine.population import Population
from desktop_app.engine.recorder import Recorder
from desktop_app.engine.simulation import Simulation
from desktop_app.engine.world import Happening, World
from desktop_app.model.scenario import Scenario
from desktop_app.trace.excerpt import excerpt
from desktop_app.trace.tables import OPEN


def rerun(previous: Simulation, scenario: Scenario) -> Simulation:
    """Return a run of ``scenario`` that begins as far as possible as a copy of an earlier run.

    The result is the same as that of `simulate`. It costs the run from the last checkpoint before the first
    action that is not in both scenarios; when the scenarios differ in more than their actions, when an action
    changes how many cores there are at most or when the run ends, or when there is no such checkpoint, it is a run from
    the beginning.

    Raises:
        ScenarioError: As `simulate`.
        ProgramError: As `simulate`.
    """
    old, limits = previous.plan.scenario, previous.plan.limits
    common = _common_actions(old, scenario)
    changed = old.actions[common:] + scenario.actions[common:]
    at_ns = min((action.at_ns for action in changed), default=OPEN)
    checkpoint = previous.checkpoints.before(at_ns)
    same = _without_actions(old) == _without_actions(scenario) and most_cores(old) == most_cores(scenario)
    if checkpoint is None or not same or end_of(old) != end_of(scenario):
        return simulate(scenario, limits, previous.plan.loaded)
    for action in scenario.actions[common:]:
        if action.scheduler is not None:
            previous.plan.make_queues(action.scheduler)
    resumed = _resumed(previous, scenario, checkpoint, at_ns)
    # Where nothing but a later action kept the run going, it is over without it, and was before the checkpoint.
    return simulate(scenario, limits, previous.plan.loaded) if resumed.over else resumed


def _without_actions(scenario: Scenario) -> Scenario:
    """Return what a run depends on besides its actions."""
    return replace(scenario, actions=(), bookmarks=(), source="")


def _common_actions(old: Scenario, new: Scenario) -> int:
    common = 0
    for before, after in zip(old.actions, new.actions, strict=False):
        if before != after:
            break
        common += 1
    return common


def _resumed(previous: Simulation, scenario: Scenario, checkpoint: Checkpoint, at_ns: int) -> Simulation:
    world, state = previous.checkpoints.restore(checkpoint)
    population = Population(scenario, previous.plan.loaded)
    _change_actions(world, population, scenario, checkpoint.mark.now_ns)
    _, hyperperiod_ns, _ = end_of(scenario)
    trace = excerpt(
        previous.trace,
        checkpoint.mark,
        header=header_of(scenario, previous.plan.make_queues(scenario.scheduler)[0], hyperperiod_ns),
        policies=policy_titles(scenario),
        queueing=queueings(scenario, previous.plan.make_queues),
        launches=launch_times(scenario),
    )
    prepare_jobs(trace, [thread for thread in world.threads if thread.index not in trace.jobs])
    constants = previous.checkpoints.constants + population.constants()
    checkpoints = Checkpoints(constants, len(population.threads))
    checkpoints.take_over(previous.checkpoints, at_ns)
    simulation = Simulation(replace(previous.plan, scenario=scenario), world, Recorder(trace), checkpoints)
    simulation.resume(state, checkpoint.work)
    return simulation


def _change_actions(world: World, population: Population, scenario: Scenario, now_ns: int) -> None:
    """Replace all actions yet to come in a world of the past.

    Not only those that differ from the previous run's: the checkpoint may come from a run before that one, which
    knew fewer actions.
    """
    world.alive = sum(process.alive for process in world.processes) + coming_threads(scenario, now_ns)
    numbers = range(FIRST_ACTION, 0)
    world.events[:] = [event for event in world.events if event[1] not in numbers or event[2] != Happening.ACTION]
    world.events += [event for event in population.events if event[1] in numbers and event[0] > now_ns]
    heapify(world.events)
