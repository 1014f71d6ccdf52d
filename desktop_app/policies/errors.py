"""What a policy refuses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class OptionError(ValueError):
    """An option that a policy cannot take; whoever knows the file turns it into a ScenarioError.

    Attributes:
        option: The option's name.
        value: What stood there, as text.
        expected: What would be right, as a noun phrase.
    """

    option: str
    value: str
    expected: str
