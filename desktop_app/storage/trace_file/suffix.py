"""What the name of a trace file ends in; apart from what reads one, which takes longer to import."""

from __future__ import annotations

from typing import Final

TRACE_SUFFIX: Final = ".coretrace"
