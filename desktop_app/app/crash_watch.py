"""A watch that tells people of a process that ends in the middle of something, right when that happens.

A shell waits for the end of a pipe, which comes with the end of the process, whatever that was. It takes less than a
megabyte, and starts Coreloom once more only where the process left something behind. Windows shows a message of its own
when a program crashes; there the next start tells what was left.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import IO, Final

from desktop_app.app.own_command import own_command

#: What `desktop_app.__main__` takes it by.
NOTICE: Final = "--crash-notice"
#: Waits for the end of the input; then, where the file is not empty, the rest of the arguments are run.
_SCRIPT: Final = 'while read -r line; do :; done; if [ -s "$1" ]; then f=$1; shift; exec "$@" "$f"; fi; rm -f "$1"'
_SHELL: Final = "/bin/sh"


def watch(file: Path) -> IO[bytes] | None:
    """Begin to watch this process.

    Args:
        file: What it leaves behind; removed in the end.

    Returns:
        What must stay open as long as the process is to be watched; None where there is no watch.
    """
    if sys.platform == "win32":
        return None
    try:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [_SHELL, "-c", _SCRIPT, "coreloom-watch", str(file), *own_command([NOTICE])],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # what ends the others of a terminal must not end it
            cwd="/",
        )
    except OSError:
        return None
    process.returncode = 0  # nobody waits for it
    return process.stdin
