"""Programs that do what a test says, instruction by instruction, in the place of interpreted ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import pytest

from desktop_app.engine import births, population
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS, RunLimits
from desktop_app.engine.simulation import Simulation
from desktop_app.model.workload import Program
from desktop_app.program.copying import PACKAGES
from desktop_app.program.effects import AwaitExit, DeviceUse, NameWrite, Outcome, OutputWrite, Park, Shown, Write
from desktop_app.program.functions import CodeUnit
from desktop_app.program.loading import LoadedProgram, load_program
from desktop_app.program.log import Batch, Log
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.process import SWITCH_INTERVAL_NS
from desktop_app.program.values import NOTHING
from desktop_app.trace.trace import Trace
from tests.scenarios import program, scenario

_BLOCKING = (Park, DeviceUse, AwaitExit)


class Let(NamedTuple):
    """An instruction that binds a global variable."""

    name: str
    text: str


class Say(NamedTuple):
    """An instruction that prints."""

    text: str


#: So many instructions; one of them that writes something; or a request, which is made in no time.
Item = object


class ScriptedThread:
    """Plays a script; it fails where the engine lets it run while it is blocked."""

    def __init__(
        self, *script: Item, fails: bool = False, ends_process: bool = False, exit_code: int | None = None
    ) -> None:
        self.script: list[Item] = [
            part for item in script for part in ([None] * item if isinstance(item, int) else [item])
        ]
        self.fails = fails
        self.ends_process = ends_process or exit_code is not None
        self.exit_code = exit_code or 0
        self.image: ScriptedImage | None = None
        self.answers: list[bool] = []
        self.times: list[int] = []
        self.blocked = False
        self.over = False
        self.next_line = 0

    def resume(self, timed_out: bool) -> None:
        assert self.blocked, "a thread is resumed that is not blocked"
        self.blocked = False
        self.answers.append(timed_out)

    def run(self, count: int, *, to_switch_point: bool = False) -> Batch:
        assert not self.blocked, "a thread runs that is blocked"
        assert not self.over, "a thread runs that has ended"
        if self.image is not None:
            self.times.append(self.image.now_ns)
        log = Log()
        requests: list[object] = []
        while self.script:
            item = self.script[0]
            if item is None or isinstance(item, (Let, Say)):
                if requests or log.count >= count or (to_switch_point and log.count):
                    return self._batch(log, Outcome.RAN, requests, at_switch_point=to_switch_point)
                _add(log, self.script.pop(0))
                continue
            requests.append(self.script.pop(0))
            if isinstance(item, _BLOCKING):
                self.blocked = True
                return self._batch(log, Outcome.BLOCKED, requests)
        self.over = True
        return self._batch(log, Outcome.FAILED if self.fails else Outcome.ENDED, requests)

    def _batch(self, log: Log, outcome: Outcome, requests: Sequence[object], *, at_switch_point: bool = False) -> Batch:
        return Batch(
            log=log,
            code=_CODE,
            unit=_UNIT,
            outcome=outcome,
            at_switch_point=at_switch_point,
            requests=tuple(requests),
            ends_process=self.ends_process and self.over,
            exit_code=self.exit_code,
        )


_CODE = (Instruction(index=0, op=Op.NOP),)
PACKAGES.add("tests")  # checkpoints hold the images below
_UNIT = CodeUnit("script", hidden=False)
_UNIT.linked = ((lambda _frame, _instruction: NOTHING, _CODE[0]),)


def _add(log: Log, item: Item) -> None:
    writes: tuple[Write, ...] = ()
    if isinstance(item, Let):
        writes = (NameWrite(item.name, Shown(item.text), 28),)
    elif isinstance(item, Say):
        writes = (OutputWrite(item.text),)
    log.add(0, 0, NOTHING)
    if writes:
        log.writes[log.count - 1] = writes


class ScriptedImage:
    """An address space whose threads play scripts."""

    def __init__(self, *mains: ScriptedThread, shares: bool = False, switch_interval_ns: int = SWITCH_INTERVAL_NS):
        self.mains = list(mains)
        self.shares = shares
        self.switch_interval_ns = switch_interval_ns
        self.now_ns = self.pid = 0
        self.shared_numbers = frozenset[int]()
        self.inherited: tuple[range, ...] = ()
        self.exit_code: int | None = None
        for main in mains:
            main.image = self

    def start_thread(self) -> ScriptedThread:
        return self.mains.pop(0)

    def globals_text(self) -> dict[str, str]:
        return {}


@cache
def _loaded(spec: Program) -> LoadedProgram:
    return load_program(spec)


class Machine:
    """Runs scripts in the place of programs: each of the scenario's processes takes the next image that is made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        monkeypatch.setattr(population, "load_program", _loaded)

    def simulation(
        self, *make: Callable[[], ScriptedImage], limits: RunLimits = BATCH_LIMITS, **fields: object
    ) -> Simulation:
        """Return a run of one process for each maker of an image."""
        self.use(*make)
        specs = fields.pop("processes", None) or tuple(program() for _ in make)
        return simulate(scenario(*specs, **fields), limits)

    def run(self, *make: Callable[[], ScriptedImage], **fields: object) -> Trace:
        """Return the finished trace of such a run."""
        return self.simulation(*make, **fields).run()

    def use(self, *make: Callable[[], ScriptedImage]) -> None:
        """Let processes be made from these makers, in turn, again and again."""
        made = 0

        def image(_: LoadedProgram) -> ScriptedImage:
            nonlocal made
            made += 1
            return make[(made - 1) % len(make)]()

        self._monkeypatch.setattr(births, "ProcessImage", image)
