"""Running other people's programs, the one way in which that is done where all that matters is whether they worked."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from failures import SetUpError

#: Words of a command that are told when it fails; what comes later may be a password.
_TOLD = 3


def output_of(
    command: Sequence[str | Path], *, variables: Mapping[str, str] | None = None, folder: Path | None = None
) -> str:
    """Run a program to its end, and return what it printed to standard output.

    Args:
        command: The program and its arguments.
        variables: Its environment; None for this process's.
        folder: Where it runs; None for this process's folder.

    Raises:
        SetUpError: It is not there, or it failed; then the message has all that it said.
    """
    told = " ".join(map(str, command[:_TOLD]))
    try:
        ran = subprocess.run(
            command, env=variables, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
    except OSError as error:
        raise SetUpError(f"{told} does not start: {error}") from error
    if ran.returncode != 0:
        raise SetUpError(f"{ran.stdout}{ran.stderr}\n{told} ended with {ran.returncode} (above).")
    return ran.stdout
