"""What the smoke test lets a bundle do: each command of the command line, each kind of export, and the window."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A start of the program, and what has to come of it.

    Attributes:
        arguments: The command line after the program's name; ``app.py`` is the example.
        code: The exit code.
        says: What has to be in what is printed to standard output or, for a code that is not 0, to standard error.
        holds: Says whether the JSON that is printed is right; None where something else is printed.
        makes: The file or folder that is written; empty for none.
        begins: What is among the file's first bytes.
    """

    arguments: tuple[str, ...]
    code: int = 0
    says: str = ""
    holds: Callable[[object], bool] | None = None
    makes: str = ""
    begins: bytes = b""

    def problem(self, output: str, errors: str, folder: Path) -> str:
        """Say what is wrong with what came of it; empty when nothing is.

        Args:
            output: What it printed to standard output.
            errors: What it printed to standard error.
            folder: Where it ran.
        """
        said = errors if self.code else output
        if self.says not in said:
            return f"it does not say {self.says!r} but:\n{said}"
        if self.holds is not None and not _holds(self.holds, output):
            return f"it does not print the JSON that it should, but:\n{output}"
        made = folder / self.makes
        if self.makes and not made.is_file():
            return f"it wrote no {self.makes}"
        if self.begins and self.begins not in made.read_bytes()[:12]:
            return f"{self.makes} begins with {made.read_bytes()[:12]!r}"
        return ""


def _holds(check: Callable[[object], bool], output: str) -> bool:
    try:
        return check(json.loads(output))
    except (ValueError, LookupError, TypeError, AttributeError):
        return False


def _export(ending: str, begins: bytes, *options: str) -> Command:
    made = f"out{ending}"
    return Command(arguments=("export", "app.py", made, *options), makes=made, begins=begins)


_SMALL = ("--to", "0.2ms", "--size", "640x360")
_PNG = b"\x89PNG\r\n\x1a\n"
EXPORTS = (
    _export(".png", _PNG, "--at", "0.4ms", "--size", "1280x720"),
    _export(".svg", b"<?xml", "--at", "0.4ms"),
    _export(".pdf", b"%PDF-", "--at", "0.4ms"),
    _export(".gif", b"GIF89a", *_SMALL),
    _export(".apng", _PNG, *_SMALL),
    _export(".webp", b"WEBP", *_SMALL, "--jobs", "2"),  # two processes more, which the program starts itself
    _export(".html", b"<!DOCTYPE", "--speed", "2ms", "--size", "640x360"),
    _export(".pptx", b"PK", "--size", "640x360"),
    _export(".coretrace", b"\x89CORETRACE"),
)
VIDEO = (_export(".mp4", b"ftyp", *_SMALL), _export(".webm", b"\x1aE\xdf\xa3", *_SMALL))
NO_VIDEO = Command(arguments=("export", "app.py", "out.mp4", *_SMALL), code=2, says="coreloom-video")
WINDOW = Command(arguments=("app.py", "--smoke-test"))


def all_commands(resources: Path, *, video: bool) -> list[Command]:
    """Return each command of the command line once, and each export.

    Args:
        resources: The checkout's; a lesson is read from there.
        video: Whether films can be written; else it has to be said how to get there.
    """
    lesson = str(resources / "lessons" / "07-process-or-thread.md")
    return [
        Command(arguments=("--version",), says="coreloom "),
        Command(arguments=("--help",), says="usage: coreloom"),
        Command(arguments=("run", "app.py", "--json"), holds=_ran),
        Command(arguments=("explore", "app.py", "--json"), holds=_is_object),
        Command(arguments=("compare", "app.py", "--variant", "cores=2", "--json"), holds=_is_object),
        Command(arguments=("differences", "--json"), holds=_is_object),
        Command(arguments=("lesson", lesson, "--json"), holds=_is_object),
        Command(arguments=("policies", "--json"), holds=_is_list),
        Command(arguments=("quiz", "--topic", "fcfs", "--count", "2", "--json"), holds=_is_object),
        Command(arguments=("schema",), holds=_is_object),
        Command(arguments=("no-such-command",), code=2, says="no-such-command"),
        *EXPORTS,
        *(VIDEO if video else (NO_VIDEO,)),
    ]


def _ran(result: object) -> bool:
    """Say whether the example's run ended as it has to, with z = 30."""
    return isinstance(result, dict) and result["processes"][0]["globals"]["z"] == "30"


def _is_list(result: object) -> bool:
    return isinstance(result, list) and bool(result)


def _is_object(result: object) -> bool:
    return isinstance(result, dict) and bool(result)
