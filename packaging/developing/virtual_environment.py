"""The virtual environment under the checkout: made once, kept right, ready again within a fraction of a second.

It is ``.venv/py3.11`` for Python 3.11 and so on, so that switching between Pythons rebuilds nothing. The stamp in it
says what was installed from which requirements; it is removed before a change and written after it, so an environment
without a good stamp is half-made, and is built again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from checkout import CHECKOUT, PACKAGING
from failures import SetUpError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

STAMP = "coreloom-set-up.json"
# Settings of the caller that would make pip or Python work on something other than this environment.
FOREIGN = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "__PYVENV_LAUNCHER__")
UNREACHABLE = (
    "Max retries exceeded",
    "NewConnectionError",
    "NameResolutionError",
    "Temporary failure in name resolution",
    "ReadTimeoutError",
    "ConnectTimeoutError",
    "Connection aborted",
    "ConnectionResetError",
    "ProxyError",
    "SSLError",
    "Network is unreachable",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What an environment was made from.

    Attributes:
        maker: The Python, the machine and the checkout; another one needs another environment.
        groups: Fingerprint of the requirements by dependency group; "" is Coreloom's own.
        installed: The ``.dist-info`` folders after the last installation, sorted.
    """

    maker: str
    groups: dict[str, str]
    installed: list[str]

    def covers(self, groups: dict[str, str]) -> bool:
        """Say whether everything in the groups was installed from the same requirements."""
        return all(self.groups.get(name) == fingerprint for name, fingerprint in groups.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualEnvironment:
    """A virtual environment by its folder; it may not exist yet."""

    folder: Path
    windows: bool = sys.platform == "win32"

    @property
    def python(self) -> Path:
        """The Python in it."""
        return self.program("python")

    @property
    def stamp(self) -> Path:
        """The file that says what is installed."""
        return self.folder / STAMP

    def program(self, name: str) -> Path:
        """Return the path of a program that a package installs into the environment."""
        return self.folder / "Scripts" / f"{name}.exe" if self.windows else self.folder / "bin" / name

    def distributions(self) -> list[str]:
        """Return the names of the ``.dist-info`` folders, sorted."""
        site = ["Lib/site-packages"] if self.windows else ["lib/python*/site-packages", "lib64/python*/site-packages"]
        return sorted({found.name for pattern in site for found in self.folder.glob(f"{pattern}/*.dist-info")})


def read_project(checkout: Path) -> dict[str, Any]:
    """Return the tables of the checkout's pyproject.toml."""
    return tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))


def group_requirements(project: dict[str, Any], group: str) -> list[str]:
    """Return the requirements of a dependency group, with the groups that it includes (PEP 735).

    pip reads groups itself from 25.1 on; the pip that comes with a Python is often older.

    Raises:
        SetUpError: There is no such group, or it includes itself.
    """
    return _expanded(project.get("dependency-groups", {}), group, ())


def _expanded(groups: dict[str, list[Any]], group: str, within: tuple[str, ...]) -> list[str]:
    if group in within or group not in groups:
        fault = "includes itself" if group in within else f"is not one of {', '.join(sorted(groups)) or 'none'}"
        raise SetUpError(f"pyproject.toml: dependency group {group!r} {fault}")
    found: list[str] = []
    for entry in groups[group]:
        found += [entry] if isinstance(entry, str) else _expanded(groups, entry["include-group"], (*within, group))
    return found


def fingerprints(project: dict[str, Any], groups: tuple[str, ...]) -> dict[str, str]:
    """Return a fingerprint of everything that decides about an installation, by group, "" for Coreloom itself.

    Tables that configure the tests and checkers are left out: editing those installs nothing.
    """
    own = [project.get("build-system"), project.get("project"), project.get("tool", {}).get("hatch")]
    parts: dict[str, Any] = {"": own} | {group: group_requirements(project, group) for group in groups}
    return {
        name: hashlib.sha256(json.dumps(part, sort_keys=True, default=str).encode()).hexdigest()
        for name, part in parts.items()
    }


def maker(checkout: Path) -> str:
    """Return what an environment depends on besides its requirements."""
    python = f"{platform.python_implementation()} {platform.python_version()} {platform.machine()}"
    return f"{python} {sys.base_prefix} {checkout}"


def read_stamp(path: Path) -> Stamp | None:
    """Return the stamp in a file, None when it is absent or not a stamp."""
    try:
        stamp = Stamp(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    good = isinstance(stamp.maker, str) and isinstance(stamp.groups, dict) and isinstance(stamp.installed, list)
    return stamp if good else None


def sound_stamp(environment: VirtualEnvironment, made_by: str) -> Stamp | None:
    """Return the stamp of an environment that is whole and was made by this Python for this checkout, else None."""
    stamp = read_stamp(environment.stamp)
    if stamp is None or stamp.maker != made_by or stamp.installed != environment.distributions():
        return None
    return stamp if _starts(environment.python) else None


def _starts(python: Path) -> bool:
    # The link to a Python that was uninstalled or replaced still has a name.
    try:
        return subprocess.run([python, "-I", "-S", "-c", ""], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def make_ready(checkout: Path, groups: tuple[str, ...]) -> VirtualEnvironment:
    """Return an environment with Coreloom (editable), its requirements and the groups installed.

    Raises:
        SetUpError: The environment could not be made, or a package not be installed.
    """
    environment = VirtualEnvironment(folder=checkout / ".venv" / f"py{sys.version_info.major}.{sys.version_info.minor}")
    project = read_project(checkout)
    wanted = fingerprints(project, groups)
    made_by = maker(checkout)
    environment.folder.parent.mkdir(exist_ok=True)
    with _one_at_a_time(environment.folder.with_name(f"{environment.folder.name}.lock")):
        stamp = sound_stamp(environment, made_by)
        if stamp is not None and stamp.covers(wanted):
            return environment
        if stamp is None:
            _create(environment)
        kept = {} if stamp is None else {name: stamp.groups[name] for name in stamp.groups if name not in wanted}
        environment.stamp.unlink(missing_ok=True)
        requirements = [requirement for group in groups for requirement in group_requirements(project, group)]
        _install(environment, checkout, requirements)
        stamp = Stamp(maker=made_by, groups=kept | wanted, installed=environment.distributions())
        environment.stamp.write_text(json.dumps(asdict(stamp), indent=1), encoding="utf-8")
    return environment


@contextlib.contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    # Two terminals that start at once on a fresh checkout must not build into one folder. The system drops the lock of
    # a process that ends, so a crash leaves nothing to clean up.
    with lock.open("a+") as held:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  # exists on Windows only

            while True:
                held.seek(0)
                with contextlib.suppress(OSError):
                    msvcrt.locking(held.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl  # noqa: PLC0415  # does not exist on Windows

            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _create(environment: VirtualEnvironment) -> None:
    again = "again" if environment.folder.exists() else "once"
    print(f"Setting up {environment.folder} ({again}; downloads about 120 MB) ...", flush=True)
    if environment.folder.exists():
        try:
            shutil.rmtree(environment.folder)
        except OSError as error:
            advice = "Close what uses it, delete the folder, and start this again."
            raise SetUpError(f"Cannot rebuild {environment.folder}: {error}\n{advice}") from error
    # sys.executable may be the Python of the very environment that is being rebuilt.
    base = getattr(sys, "_base_executable", "") or sys.executable
    made = subprocess.run(
        [base, "-m", "venv", environment.folder],
        env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        check=False,
    )  # fmt: skip
    if made.returncode != 0:
        raise SetUpError(
            f"{made.stdout.rstrip()}\n\n{base} could not make a virtual environment in {environment.folder}."
        )


def clean_environment() -> dict[str, str]:
    """Return the process's environment variables without those that lead Python or pip elsewhere."""
    return {name: value for name, value in os.environ.items() if name not in FOREIGN}


def run(command: list[str | Path], variables: Mapping[str, str | None] | None = None, *, quiet: bool = False) -> int:
    """Run a command in the checkout, and return its exit code as a shell gives it.

    Args:
        command: The program and its arguments.
        variables: What its environment has besides, or with None has not.
        quiet: Whether what it prints to standard output is dropped.
    """
    merged: dict[str, str | None] = {**clean_environment(), **(variables or {})}
    environment = {name: value for name, value in merged.items() if value is not None}
    stdout = subprocess.DEVNULL if quiet else None
    return exit_code(subprocess.run(command, cwd=CHECKOUT, env=environment, stdout=stdout, check=False).returncode)


def run_module(
    environment: VirtualEnvironment,
    module: str,
    *arguments: str | Path,
    variables: Mapping[str, str | None] | None = None,
    under: Sequence[str] = (),
) -> int:
    """Run a module of packaging, such as ``artwork.draw_icons``, in an environment; see `run`.

    Args:
        environment: Whose Python runs it.
        module: Its name.
        arguments: What it is told.
        variables: As for `run`.
        under: A command that starts it, such as ``xvfb-run``.
    """
    command = [*under, environment.python, "-m", module, *arguments]
    return run(command, {"PYTHONPATH": str(PACKAGING), **(variables or {})})


def exit_code(returncode: int) -> int:
    """Return the exit code for a process that ended, as a shell gives it: 128 and the signal's number for a signal."""
    return returncode if returncode >= 0 else 128 - returncode


def pip_command(environment: VirtualEnvironment, checkout: Path, requirements: list[str]) -> list[str]:
    """Return the command that installs Coreloom, editable, and further requirements into the environment."""
    pip = [str(environment.python), "-m", "pip", "install"]
    options = ["--no-input", "--disable-pip-version-check", "--progress-bar=off"]
    return [*pip, *options, "--editable", str(checkout), *requirements]


def _install(environment: VirtualEnvironment, checkout: Path, requirements: list[str]) -> None:
    lines: list[str] = []
    shown: set[str] = set()
    with subprocess.Popen(
        pip_command(environment, checkout, requirements),
        cwd=checkout, env={"PIP_RETRIES": "2"} | clean_environment() | {"PIP_USER": "0"}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace",
    ) as pip:  # fmt: skip
        for line in pip.stdout or ():
            lines.append(line)
            progress = progress_of(line)
            if progress is not None and progress not in shown:
                shown.add(progress)
                print(progress, flush=True)
    if pip.returncode != 0:
        raise SetUpError(failure_of("".join(lines)))


def progress_of(line: str) -> str | None:
    """Return what is worth showing of a line that pip printed, else None: large downloads, waiting, the last step."""
    text = line.strip()
    if text.startswith("WARNING: Retrying"):
        return "  The package index does not answer; trying again ..."
    if text.startswith("Downloading ") and " MB)" in text:
        return f"  {text}"
    return "  Installing ..." if text.startswith("Installing collected packages") else None


def failure_of(output: str) -> str:
    """Return the message for a failed pip from all that it printed."""
    if any(sign in output for sign in UNREACHABLE):
        advice = (
            "The package index could not be reached. Check the network; behind a proxy set HTTPS_PROXY, with a mirror\n"
            "PIP_INDEX_URL. Then start this again: what was downloaded is not downloaded twice."
        )
    else:
        advice = "pip could not install what Coreloom needs (above). The next start builds the environment again."
    return f"{output.rstrip()}\n\n{advice}"
