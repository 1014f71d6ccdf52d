"""What a topic makes for one exercise: a small scenario, and what may be asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from desktop_app.model.question import QuestionKind
from desktop_app.model.scenario import Scenario

#: Exercises have levels from 1 on.
LEVELS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One thing that may be asked about a run.

    Attributes:
        kind: What.
        options: What it is about, as a lesson writes it; what is left out is chosen when the run is known.
    """

    kind: QuestionKind
    options: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A small scenario.

    Attributes:
        scenario: It.
        wanted: What may be asked about it.
        by_order: Whether the answer may depend on which of its entries comes first: they all arrive together, and then
            queue in the order of their numbers. Elsewhere such an answer would be ambiguous.
    """

    scenario: Scenario
    wanted: tuple[Wanted, ...]
    by_order: bool = False


def wants(*kinds: QuestionKind) -> tuple[Wanted, ...]:
    """Return kinds of questions whose options are chosen when the run is known."""
    return tuple(Wanted(kind=kind) for kind in kinds)
