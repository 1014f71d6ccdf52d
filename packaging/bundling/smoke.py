"""The smoke test of a bundle: started where it lies, as a user would, it has to do everything once without a complaint.

The window opens on a screen of its own, with a home of its own (``--smoke-test`` does that part, and a second start
hands it a file there); each command of the command line runs once, without a screen; each format that needs a library
of its own is exported. Everything is tried, and all that went wrong is told at the end.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from failures import SetUpError
from linux import depends

from bundling import bundle, linkage, smoke_commands
from bundling.smoke_commands import Command

#: Generous: the first start of a new program on Windows or macOS waits for the virus scanner.
LIMIT_S = 180
#: Of what is printed about one thing that went wrong.
MOST_LINES = 30
#: A folder's name as people have them; Windows' own include both a space and other letters.
_SCRATCH = "coreloom smöke "
#: How Qt begins a message, so that a warning is told from what is only said.
_PATTERN = "[Qt %{type}] %{if-category}%{category}: %{endif}%{message}"
#: What must not be printed, by whatever part.
_COMPLAINT = re.compile(
    r"""
    ^\[Qt\ (?:warning|critical|fatal)\]
    | Traceback\ \(most\ recent\ call\ last\)
    | Error\ calling\ Python\ override
    | (?:Import|ModuleNotFound)Error
    | cannot\ open\ shared\ object\ file
    | Fontconfig\ (?:warning|error)
    | \b(?:GLib|Gtk|GLib-GObject|GLib-GIO)-(?:WARNING|CRITICAL)\b
    """,
    re.VERBOSE,
)
#: Variables that would let the checkout, another Python or a desktop's settings have a say.
_FOREIGN = ("PYTHON", "VIRTUAL_ENV", "QT_", "LD_", "DYLD_", "XDG_", "DISPLAY", "WAYLAND_DISPLAY")


@dataclass(kw_only=True)
class Trial:
    """A bundle that is tried, and what went wrong so far.

    Attributes:
        program: What is started.
        folder: Where its files are written; the example is in it.
        environment: The variables it is started with.
        problems: What went wrong.
    """

    program: Path
    folder: Path
    environment: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def run(self, command: Command, *, screen: bool = False) -> None:
        """Start the program once, look at what it said and made, and note what went wrong."""
        shown = " ".join([self.program.name, *command.arguments])
        began = time.monotonic()
        problem = self._problem(command, screen=screen)
        if problem:
            self.problems.append(f"{shown}: {problem}")
        print(f"  {shown}: {'FAILED' if problem else 'ok'} ({time.monotonic() - began:.1f} s)", flush=True)

    def _problem(self, command: Command, *, screen: bool) -> str:
        try:
            ran = subprocess.run(
                [*(_screen() if screen else ()), self.program, *command.arguments], cwd=self.folder,
                env={**self.environment, **(_screen_variables() if screen else {})}, stdin=subprocess.DEVNULL,
                capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=LIMIT_S, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            said = late.stderr.decode("utf-8", "replace") if isinstance(late.stderr, bytes) else late.stderr or ""
            return f"it did not end within {LIMIT_S} s\n{said}"
        except OSError as error:
            return f"it does not start: {error}"
        if ran.returncode != command.code:
            return f"it ended with {ran.returncode}, not {command.code}\n{ran.stdout}{ran.stderr}"
        found = complaints(ran.stdout + ran.stderr)
        return "\n".join(found) if found else command.problem(ran.stdout, ran.stderr, self.folder)


def try_built(checkout: Path) -> int:
    """Try what was built into dist, the program with video laid over it as well, and return 0 when all of it works.

    Raises:
        SetUpError: There is no program.
    """
    dist = checkout / "dist"
    places = [dist / "coreloom", *sorted(dist.glob("*.app"))]
    codes = [smoke_test(place, checkout) for place in places]
    with tempfile.TemporaryDirectory(prefix="with-video-", dir=dist) as scratch:
        # Links, as copies of what is there would take their time.
        for part in ("coreloom", "coreloom-video"):
            shutil.copytree(dist / part, scratch, symlinks=True, copy_function=os.link, dirs_exist_ok=True)
        codes.append(try_video(Path(scratch), checkout))
    return max(codes)


def smoke_test(place: Path, checkout: Path) -> int:
    """Try a bundle, and return 0 when all of it works, else 1.

    Args:
        place: The folder that holds the program, ``Coreloom.app``, or the program itself, as pip installs it, too.
        checkout: The checkout it was built from, whose resources it has to hold.

    Raises:
        SetUpError: There is no program.
    """
    program, *others = bundle.programs(place)
    video = bundle.has_video(program)
    print(f"{program}{' with video' if video else ''}", flush=True)
    problems = missing_files(program, checkout / "resources")
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, ignore_cleanup_errors=True) as scratch:
        trial = _trial(program, Path(scratch), checkout)
        for command in smoke_commands.all_commands(checkout / "resources", video=video):
            trial.run(command)
        for each in (program, *others):
            trial.program = each
            trial.run(smoke_commands.WINDOW, screen=True)
        problems += [*trial.problems, *_logged(Path(trial.environment["HOME"]))]
    return _told(problems, f"{size_bytes(program) / 1e6:.0f} MB; it starts, runs, exports, plays and quits.")


def try_video(place: Path, checkout: Path) -> int:
    """Try what video adds to a bundle, and return 0 when it works, else 1."""
    program = bundle.programs(place)[0]
    print(f"{program} with video", flush=True)
    problems = missing_files(program, checkout / "resources")
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, ignore_cleanup_errors=True) as scratch:
        trial = _trial(program, Path(scratch), checkout)
        for command in smoke_commands.VIDEO:
            trial.run(command)
    return _told([*problems, *trial.problems], f"{size_bytes(program) / 1e6:.0f} MB; it writes video.")


def _told(problems: list[str], otherwise: str) -> int:
    for problem in problems:
        lines = problem.splitlines()
        more = [f"... and {len(lines) - MOST_LINES} lines more"] if len(lines) > MOST_LINES else []
        print("The bundle does not work:", "\n  ".join([*lines[:MOST_LINES], *more]), file=sys.stderr)
    if not problems:
        print(otherwise, flush=True)
    return 1 if problems else 0


def _trial(program: Path, scratch: Path, checkout: Path) -> Trial:
    home, work = scratch / "home", scratch / "work"
    home.mkdir()
    work.mkdir()
    shutil.copy(checkout / "resources" / "programs" / "app.py", work)
    return Trial(program=program, folder=work, environment=own_environment(os.environ, home))


def own_environment(variables: Mapping[str, str], home: Path, system: str = sys.platform) -> dict[str, str]:
    """Return the variables of a user who was never here before.

    Args:
        variables: Those of this process.
        home: The user's folder. Windows knows its own, whatever the variables say.
        system: ``sys.platform``.
    """
    kept = {name: value for name, value in variables.items() if not name.upper().startswith(_FOREIGN)}
    kept |= {"HOME": str(home), "QT_MESSAGE_PATTERN": _PATTERN}
    if system.startswith("linux"):
        kept["LC_ALL"] = "C.UTF-8"  # Qt warns in a locale that is not UTF-8
    return kept


def complaints(output: str) -> list[str]:
    """Return the lines that tell of something wrong: a traceback to its end, a warning of Qt, a library not found."""
    lines = output.splitlines()
    at = next((number for number, line in enumerate(lines) if line.startswith("Traceback (most")), len(lines))
    return [*(line for line in lines[:at] if _COMPLAINT.search(line)), *lines[at:]]


def missing_files(program: Path, resources: Path) -> list[str]:
    """Return which libraries the loader does not find, and which resources are not what they are in the checkout.

    What is in a wheel is known when it is built (release/wheel.py), so that of what pip installed nothing is asked.
    """
    if not bundle.is_bundle(program):
        return []
    folder = bundle.contents(program)
    libraries = missing_libraries(program) if sys.platform.startswith("linux") else []
    inside = folder / "resources"
    if not inside.is_dir():
        inside = folder.parent / "Resources" / "resources"
    wanted = [path for path in sorted(resources.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    lost = [
        f"the resource {path.relative_to(resources).as_posix()} is missing, or is another one"
        for path in wanted
        if not _same(path, inside / path.relative_to(resources))
    ]
    return [*libraries, *lost]


def missing_libraries(program: Path) -> list[str]:
    """Return which libraries are neither in a bundle nor on this system, and which no package is known to have."""
    problems = linkage.unresolved(program.parent, bundle.contents(program))
    try:
        depends.of_program(program.parent)  # what is by chance on this system is not on every one
    except SetUpError as error:
        problems.append(str(error))
    return problems


def _same(path: Path, other: Path) -> bool:
    return other.is_file() and path.read_bytes() == other.read_bytes()


def _logged(home: Path) -> list[str]:
    logs = [path for path in sorted(home.rglob("*.log")) if path.stat().st_size]
    return [f"it wrote into {path.name}:\n{path.read_text(encoding='utf-8', errors='replace')}" for path in logs]


def size_bytes(program: Path) -> int:
    """Return the size of all files of a bundle, in bytes."""
    apart = program.parent.name == "MacOS" or not bundle.is_bundle(program)
    root = program.parents[1] if apart else program.parent
    return sum(path.lstat().st_size for path in root.rglob("*") if not path.is_dir())


def _screen() -> tuple[str, ...]:
    """Return what starts a program on a screen of its own, where there is such a thing."""
    return ("xvfb-run", "-a", "-s", "-screen 0 1920x1080x24") if shutil.which("xvfb-run") else ()


def _screen_variables() -> dict[str, str]:
    if not sys.platform.startswith("linux"):
        return {}
    # Where there is no other screen, the one at hand. Qt would take offscreen where it has its choice and X fails.
    at_hand = {} if _screen() else {name: os.environ[name] for name in ("DISPLAY",) if name in os.environ}
    return {"QT_QPA_PLATFORM": "xcb", **at_hand}
