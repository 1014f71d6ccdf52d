"""Conditions that are hard on an application, one step each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linux.trials import displays, homes, surroundings

if TYPE_CHECKING:
    from linux.trials.trial import Steps

STEPS: Steps = {**homes.STEPS, **surroundings.STEPS, **displays.STEPS}
