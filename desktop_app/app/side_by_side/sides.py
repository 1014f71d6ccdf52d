"""What a side of a comparison is: a source and what is changed of it; and ready comparisons of one source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop_app.analysis.comparison import MOST_SIDES
from desktop_app.model.machine import GilMode
from desktop_app.model.scenario import Scenario
from desktop_app.policies.registry import POLICIES
from desktop_app.storage.overriding import apply_overrides
from desktop_app.storage.variant import apply_variant

#: What runs a program beside each other in the ready comparison of threads and processes, at least and at most.
_LEAST_WORKERS, _MOST_WORKERS = 2, 8
_PART: Final = " · "


def tr(text: str) -> str:
    """Return ``text`` in the user's language."""
    return QCoreApplication.translate("SideBySide", text)


class RunAs(Enum):
    """How often, and as what, the programs of a source are run."""

    AS_IT_IS = "as it is"
    THREADS = "threads"
    PROCESSES = "processes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A scenario under the name by which it was chosen."""

    name: str
    scenario: Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A source with changes.

    Attributes:
        source: What is run.
        title: What it is called; empty for what `title_of` says.
        policy: The name of another policy; empty for the source's own.
        cores: Another number of cores; None for the source's own.
        gil: Another mode of the GIL; None for the source's own.
        run_as: Whether its programs are run by threads of one process, or by processes with one thread each.
        workers: How many of them.
        more: Further options, such as ``quantum=2ms``.
    """

    source: Source
    title: str = ""
    policy: str = ""
    cores: int | None = None
    gil: GilMode | None = None
    run_as: RunAs = RunAs.AS_IT_IS
    workers: int = 4
    more: str = ""

    def scenario(self) -> Scenario:
        """Return the source with its changes.

        Raises:
            ScenarioError: When they cannot be made.
        """
        threads, processes = None, None
        if self.run_as is RunAs.THREADS:
            threads, processes = str(self.workers), "1"
        elif self.run_as is RunAs.PROCESSES:
            threads, processes = "1", str(self.workers)
        changed = apply_overrides(
            self.source.scenario,
            cores=None if self.cores is None else str(self.cores),
            policy=self.policy or None,
            gil=None if self.gil is None else self.gil.value,
            threads=threads,
            processes=processes,
        )
        return apply_variant(changed, self.more, file=tr("Other options"))


_GIL_TITLES: Final = {
    GilMode.GIL: "GIL",
    GilMode.FREE_THREADED: "free-threaded",
    GilMode.ANY_INSTRUCTION: "any instruction",
}


def titles_of(sides: Sequence[Side]) -> list[str]:
    """Return what sides are called: by what they differ in, their sources first."""
    parts = [[side.source.name, *_changes(side)] for side in sides]
    alike = [len(set(column)) == 1 for column in zip(*parts, strict=True)]
    found = []
    for side, texts in zip(sides, parts, strict=True):
        differing = [text for text, same in zip(texts, alike, strict=True) if text and not same]
        found.append(side.title or _PART.join(differing) or title_of(side))
    return found


def title_of(side: Side) -> str:
    """Return what a side is called by itself: what is changed of its source, or the source's name."""
    return _PART.join(filter(None, _changes(side))) or side.source.name


def _changes(side: Side) -> list[str]:
    """Return what is changed of a source in words, an empty text for each thing that is not."""
    workers = ""
    if side.run_as is RunAs.THREADS:
        workers = _counted(side.workers, tr("1 thread"), tr("{count} threads"))
    elif side.run_as is RunAs.PROCESSES:
        workers = _counted(side.workers, tr("1 process"), tr("{count} processes"))
    return [
        workers,
        POLICIES[side.policy].title if side.policy in POLICIES else "",
        "" if side.cores is None else _counted(side.cores, tr("1 core"), tr("{count} cores")),
        "" if side.gil is None else tr(_GIL_TITLES[side.gil]),
        side.more.strip(),
    ]


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count=count)


# -- ready comparisons ----------------------------------------------------------------------------------------


class Preset(Enum):
    """A ready comparison of one source with itself."""

    POLICIES = "policies"
    CORES = "core counts"
    WORKERS = "threads against processes"


#: Policies that differ most, of those that any scenario can be run under.
_POLICIES: Final = ("fcfs", "round-robin", "mlfq", "eevdf")
_CORES: Final = (1, 2, 4, 8)


def sides_of(preset: Preset, source: Source) -> list[Side]:
    """Return the sides of a ready comparison."""
    if preset is Preset.POLICIES:
        found = [Side(source=source, policy=name) for name in _POLICIES]
    elif preset is Preset.CORES:
        found = [Side(source=source, cores=count) for count in _CORES]
    else:
        wanted = source.scenario.machine.cores
        workers = min(_MOST_WORKERS, wanted if wanted >= _LEAST_WORKERS else 4)
        found = [
            Side(source=source, run_as=run_as, workers=workers, gil=gil, cores=None if wanted == workers else workers)
            for gil in (GilMode.GIL, GilMode.FREE_THREADED)
            for run_as in (RunAs.THREADS, RunAs.PROCESSES)
        ]
    return found[:MOST_SIDES]


def usual_preset(source: Source) -> Preset:
    """Return the ready comparison that says most about a source: of Python programs, threads and processes."""
    programs = any(entry.program is not None for entry in source.scenario.processes)
    alone = len(source.scenario.processes) == 1
    return Preset.WORKERS if programs and alone else Preset.POLICIES
