"""Coreloom from a fresh checkout: ``python3 packaging/dev.py run``, ``test``, ``check``, ``bundle`` or ``installer``.

This file holds only the gate: it must parse on Pythons that cannot run Coreloom, so that they get a sentence instead of
a traceback. The commands are in commands.py beside it.
"""

from __future__ import annotations

import sys

OLDEST = (3, 11)
NEWEST = (3, 14)


def refusal(version: tuple[int, int], platform: str = sys.platform) -> str | None:
    """Say why a Python cannot run Coreloom.

    Args:
        version: Major and minor version of the Python.
        platform: Its ``sys.platform``, which decides how another Python is started.

    Returns:
        The message, or None when the Python will do.
    """
    if OLDEST <= version <= NEWEST:
        return None
    other = "py -3.13 packaging\\dev.py" if platform == "win32" else "python3.13 packaging/dev.py"
    return (
        "Coreloom needs Python {}.{} to {}.{}; this is Python {}.{} ({}).\n"
        "Start this command with one of those, for example: {} {}"
    ).format(
        *OLDEST, *NEWEST, *version, sys.executable, other, " ".join(sys.argv[1:]) or "run"
    )  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: Arguments after the script's name; None means the process's own.

    Returns:
        The exit code: 0 for success, 2 when the set-up is impossible, otherwise that of the command that ran.
    """
    reason = refusal(sys.version_info[:2])
    if reason is not None:
        print(reason, file=sys.stderr)
        return 2
    # Only here: what an old Python cannot import must not stop it from printing the reason.
    import commands  # noqa: PLC0415

    return commands.main(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    raise SystemExit(main())
