"""Runs hostile programs in the interpreter and tells how each ended, for test_hostile: a process with limits."""

from __future__ import annotations

import json
import re
import sys
from itertools import chain
from typing import TYPE_CHECKING
from unittest import mock

from desktop_app.engine.limits import HIDDEN_WORK_SHARE
from desktop_app.model.errors import ProgramError
from desktop_app.program import thread
from desktop_app.program.effects import DeviceUse, Outcome, OutputWrite
from desktop_app.program.process import ProcessImage
from tests.program.samples import loaded, sections

if TYPE_CHECKING:
    from desktop_app.program.effects import Batch

#: Bytes of address space that this process may have: a program that gets more out of the host brings it down.
MAX_HOST_BYTES = 1 << 30
#: Instructions after which a program is cut off.
LIMIT = 20_000
#: Instructions of library code that one instruction may lead to: fewer than elsewhere, as many programs get there.
HIDDEN_LIMIT = 100_000
#: Instructions of one batch: a program may print very much in 20,000.
BATCH = 1_000


def ending(source: str) -> tuple[str, str]:
    """Return how a program ended, and what it printed last.

    The end is the name of the exception that nobody caught, or one of the words ``quietly``, ``cut`` (it would go on),
    ``stuck`` (it waits for another thread), ``refused`` (when loading it) and ``escaped`` (it printed that it reached
    what belongs to the host).
    """
    try:
        program = loaded(source)
    except ProgramError as error:
        return "refused", str(error)
    body = ProcessImage(program).start_thread()
    executed, hidden, tail = 0, 0, ""
    # A batch may be empty, so the batches are counted as well.
    for _ in range(LIMIT):
        batch = body.run(min(BATCH, LIMIT - executed))
        executed += len(batch.steps)
        hidden += batch.hidden_work + batch.native_work
        text = _output(batch)
        # At the beginning of a line: a traceback shows the same word indented, within a line of the source.
        if re.search("^ESCAPED", text, re.MULTILINE):
            return "escaped", text[-1_000:]
        # The traceback of a failure is the last thing that is printed, and all of it is in the last batch.
        tail = text or tail
        if batch.outcome is Outcome.BLOCKED and isinstance(batch.requests[-1], DeviceUse):
            body.resume(timed_out=False)
        elif batch.outcome is not Outcome.RAN:
            return _end(batch.outcome, tail), tail[-1_000:]
        if executed >= LIMIT or hidden >= HIDDEN_WORK_SHARE * LIMIT:
            break
    return "cut", tail[-1_000:]


def _output(batch: Batch) -> str:
    writes = chain(batch.log.early, *(step.writes for step in batch.steps))
    return "".join(write.text for write in writes if isinstance(write, OutputWrite))


def _end(outcome: Outcome, output: str) -> str:
    if outcome is Outcome.FAILED:
        last = output.rpartition("Traceback (most recent call last):\n")[2]
        found = re.search(r"^([\w.]+)(:|$)", last, re.MULTILINE)
        return found[1] if found else "without a traceback"
    return "quietly" if outcome is Outcome.ENDED else "stuck"


def main() -> None:
    """Run the named programs and print a line of JSON for each: its name, how it ended and what it printed last."""
    _limit_memory()
    programs = sections("hostile.txt")
    for name in sys.argv[1:]:
        try:
            with mock.patch.object(thread, "MAX_HIDDEN_WORK", HIDDEN_LIMIT):
                end, text = ending(programs[name])
        except Exception as error:  # noqa: BLE001 - whatever leaves the interpreter is what the test is to tell
            end, text = "broke the interpreter", f"{type(error).__name__}: {error}"[:1_000]
        sys.stdout.write(json.dumps([name, end, text]) + "\n")
        sys.stdout.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit
    resource.setrlimit(resource.RLIMIT_AS, (MAX_HOST_BYTES, MAX_HOST_BYTES))


if __name__ == "__main__":
    main()
