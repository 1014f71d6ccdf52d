"""Runs the corpus in CPython and notes every executed instruction, for test_process."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import warnings
from pathlib import Path
from types import CodeType, FrameType
from typing import Any


def executed_offsets(code: CodeType, variables: dict[str, object]) -> list[int]:
    """Execute ``code`` and return the offset of each instruction that CPython tells of."""
    offsets: list[int] = []
    if sys.version_info >= (3, 12):
        monitoring = sys.monitoring
        monitoring.use_tool_id(3, "trace")
        monitoring.register_callback(3, monitoring.events.INSTRUCTION, lambda _code, offset: offsets.append(offset))
        monitoring.set_local_events(3, code, monitoring.events.INSTRUCTION)
        exec(code, variables)
        monitoring.set_local_events(3, code, 0)
        monitoring.free_tool_id(3)
        return offsets

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        frame.f_trace_opcodes = True
        if event == "opcode":
            offsets.append(frame.f_lasti)
        return trace

    sys.settrace(lambda frame, _event, _argument: trace if frame.f_code is code else None)
    exec(code, variables)
    sys.settrace(None)
    return offsets


def main() -> None:
    warnings.simplefilter("ignore")
    found = {}
    for part in Path(__file__).with_name("corpus.txt").read_text("utf-8").split("### ")[1:]:
        name, source = part.split("\n", 1)
        variables: dict[str, object] = {"__name__": "__main__"}
        with contextlib.redirect_stdout(io.StringIO()):
            offsets = executed_offsets(compile(source, "app.py", "exec"), variables)
        texts = {key: repr(value) for key, value in variables.items() if not key.startswith("__")}
        found[name.strip()] = offsets, texts
    Path(sys.argv[1]).write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
