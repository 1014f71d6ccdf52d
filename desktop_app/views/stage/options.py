"""How somebody wants to look at the stage; with a trace and a moment, all that a picture depends on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StageOptions:
    """What a viewer has chosen.

    Attributes:
        followed: Index in the trace of the thread to follow, or None.
        reduce_motion: Whether what would travel is lit where it leaves and where it arrives instead.
    """

    followed: int | None = None
    reduce_motion: bool = False


#: What nobody has chosen otherwise.
PLAIN = StageOptions()
