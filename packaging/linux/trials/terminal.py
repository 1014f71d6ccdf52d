"""The application in a terminal: without a display, as an ordinary user."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linux.trials.report import Report
    from linux.trials.system import Ran, System

RESOURCES = "/usr/lib/coreloom/_internal/resources"
EXAMPLE = f"{RESOURCES}/programs/app.py"
WORK = "/home/lea/work"
#: The first bytes of files that are exported, and where among them.
_BEGINS = {
    "png": (0, b"\x89PNG\r\n\x1a\n"),
    "gif": (0, b"GIF89a"),
    "svg": (0, b"<?xml"),
    "mp4": (4, b"ftyp"),
    "webm": (0, b"\x1aE\xdf\xa3"),
    "coretrace": (0, b"\x89CORETRACE"),
}
#: Moments and sizes that make a quick export.
_OPTIONS = {
    "png": ("--at", "0.4ms", "--size", "1280x720"),
    "svg": ("--at", "0.4ms"),
    "coretrace": (),
    "gif": ("--to", "0.2ms", "--size", "640x360"),
    "mp4": ("--to", "0.2ms", "--size", "640x360"),
    "webm": ("--to", "0.2ms", "--size", "640x360"),
}
_COMPLETIONS = (
    "/usr/share/bash-completion/completions/coreloom",
    "/usr/share/zsh/vendor-completions/_coreloom",
    "/usr/share/fish/vendor_completions.d/coreloom.fish",
)
_MANUAL = "/usr/share/man/man1/coreloom.1.gz"


def check(system: System, report: Report) -> None:
    """Try the commands that need no window."""
    system.run("install", "-d", "-o", "lea", "-g", "lea", WORK)
    ran = coreloom(system, "--version")
    report.check("coreloom --version", fine=ran.code == 0 and ran.out.startswith("coreloom "), found=ran.said)
    ran = coreloom(system, "run", EXAMPLE, "--json")
    report.check("coreloom run: z is 30", fine=z_of(ran) == "30", found=ran.said)
    ran = coreloom(system, "explore", EXAMPLE)
    report.check("coreloom explore", fine=ran.code == 0 and bool(ran.out.strip()), found=ran.said)
    for kind in ("png", "gif", "svg", "coretrace"):
        export(system, report, kind)
    still = system.place(f"{WORK}/app.png")
    if still.is_file():
        (report.folder / "exported.png").write_bytes(still.read_bytes())
    ran = coreloom(system)
    report.check(
        "without a display the window is refused in one sentence, with exit code 2",
        fine=ran.code == 2 and "display" in ran.err and "Traceback" not in ran.err,  # noqa: PLR2004 - as said
        found=ran.said,
    )
    _check_manual(system, report)
    for name in _COMPLETIONS:
        place = system.place(name)
        report.check(name, fine=place.is_file() and b"coreloom" in place.read_bytes(), found="it is not there")


def check_video(system: System, report: Report) -> None:
    """Try what the second package adds."""
    for kind in ("mp4", "webm"):
        export(system, report, kind)


def check_no_video(system: System, report: Report) -> None:
    """Check what a user without the second package is told."""
    ran = coreloom(system, "export", EXAMPLE, f"{WORK}/app.mp4", *_OPTIONS["mp4"])
    report.check(
        "without coreloom-video a video is refused, and the message names that package",
        fine=ran.code == 2 and "coreloom-video" in ran.err and "Traceback" not in ran.err,  # noqa: PLR2004
        found=ran.said,
    )


def coreloom(
    system: System, *arguments: str, changed: Mapping[str, str | None] | None = None, user: str = "lea"
) -> Ran:
    """Run the application in a terminal of an ordinary user."""
    return system.run("coreloom", *arguments, user=user, changed=changed)


def export(
    system: System,
    report: Report,
    kind: str,
    *,
    source: str = EXAMPLE,
    folder: str = WORK,
    changed: Mapping[str, str | None] | None = None,
    said: str = "",
) -> bool:
    """Export in one format, and check that the file is one of it."""
    place = f"{folder}/app.{kind}"
    ran = coreloom(system, "export", source, place, *_OPTIONS[kind], changed=changed)
    at, begins = _BEGINS[kind]
    file = system.place(place)
    fine = ran.code == 0 and file.is_file() and file.read_bytes()[at:].startswith(begins)
    return report.check(f"coreloom export: {kind}{said}", fine=fine, found=ran.said)


def z_of(ran: Ran) -> str | None:
    """Return the value of z in what ``coreloom run --json`` printed, None when there is none."""
    try:
        value = json.loads(ran.out)["processes"][0]["globals"]["z"]
    except (ValueError, KeyError, IndexError, TypeError):
        return None
    return value if isinstance(value, str) else None


def _check_manual(system: System, report: Report) -> None:
    place = system.place(_MANUAL)
    fine = place.is_file()
    text = system.run("zcat", _MANUAL).out if fine else ""
    named = [word for word in ("run", "explore", "export", "lesson") if word not in text]
    report.check(
        "the man page speaks of the commands",
        fine=fine and not named,
        found=f"{_MANUAL} says nothing about {named}" if fine else f"{_MANUAL} is not there",
    )
