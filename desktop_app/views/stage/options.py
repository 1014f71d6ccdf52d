"""How somebody wants to look at the stage; with a trace and a moment, all that a picture depends on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from desktop_app.model.camera import WHOLE_STAGE, Camera
from desktop_app.model.lit import LitTarget


class ByteForm(Enum):
    """How the bytes of instructions are written; its value is its name in settings."""

    HEX = "hex"
    BITS = "bits"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageOptions:
    """What a viewer has chosen.

    Attributes:
        followed: Index in the trace of the thread to follow, or None.
        reduce_motion: Whether what would travel is lit where it leaves and where it arrives instead.
        camera: Where to look from.
        bytes_as: How the bytes of instructions are written when one looks at them closely.
        tells_next: Whether it says which thread is dispatched next; not while that is what is asked.
        lit: What is lit, while all else is dimmed; empty where nothing is more important than the rest.
    """

    followed: int | None = None
    reduce_motion: bool = False
    camera: Camera = WHOLE_STAGE
    bytes_as: ByteForm = ByteForm.BITS
    tells_next: bool = True
    lit: tuple[LitTarget, ...] = ()


#: What nobody has chosen otherwise.
PLAIN = StageOptions()
