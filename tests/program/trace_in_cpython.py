"""Runs the corpus in CPython and notes every executed instruction, for test_process."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import sys
import warnings
from pathlib import Path
from types import CodeType, FrameType
from typing import Any


def all_codes(code: CodeType) -> list[CodeType]:
    """Return a code object and those in it, in the order of the interpreter's listing."""
    found = [code]
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found += all_codes(constant)
    return found


def executed_offsets(code: CodeType, variables: dict[str, object]) -> list[tuple[int, int]]:
    """Execute ``code`` and return each instruction that CPython tells of: number of its code object, and offset."""
    codes = all_codes(code)
    numbers = {id(one): number for number, one in enumerate(codes)}
    offsets: list[tuple[int, int]] = []
    if sys.version_info >= (3, 12):
        monitoring = sys.monitoring
        monitoring.use_tool_id(3, "trace")
        monitoring.register_callback(
            3, monitoring.events.INSTRUCTION, lambda one, offset: offsets.append((numbers[id(one)], offset))
        )
        for one in codes:
            monitoring.set_local_events(3, one, monitoring.events.INSTRUCTION)
        exec(code, variables)
        for one in codes:
            monitoring.set_local_events(3, one, 0)
        monitoring.free_tool_id(3)
        return offsets

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        frame.f_trace_opcodes = True
        if event == "opcode":
            offsets.append((numbers[id(frame.f_code)], frame.f_lasti))
        return trace

    sys.settrace(lambda frame, _event, _argument: trace if id(frame.f_code) in numbers else None)
    exec(code, variables)
    sys.settrace(None)
    return offsets


def main() -> None:
    warnings.simplefilter("ignore")
    gc.disable()  # a generator that it ends would be told of wherever that happens
    found = {}
    samples = "\n".join(Path(__file__).with_name(name).read_text("utf-8") for name in sys.argv[2:])
    for part in samples.split("### ")[1:]:
        name, source = part.split("\n", 1)
        variables: dict[str, object] = {"__name__": "__main__"}
        with contextlib.redirect_stdout(io.StringIO()):
            offsets = executed_offsets(compile(source, "app.py", "exec"), variables)
        texts = {key: repr(value) for key, value in variables.items() if not key.startswith("__")}
        # Addresses, and where a module comes from, are CPython's own.
        foreign = (" at 0x", "<module ", "<built-in")
        texts = {key: text for key, text in texts.items() if not any(own in text for own in foreign)}
        # A copy: a generator of this program may be closed, and told of, while a later one is executed.
        found[name.strip()] = [*offsets], texts
    Path(sys.argv[1]).write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
