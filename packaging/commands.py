"""The commands of ``packaging/dev.py``, for the Pythons that Coreloom supports."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import bundle
import installer
import licences
import release_check
import release_files
import release_wheel
import smoke
import system_libraries
import virtual_environment
from failures import SetUpError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from virtual_environment import VirtualEnvironment

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGING = CHECKOUT / "packaging"
EXAMPLE = CHECKOUT / "resources" / "programs" / "app.py"
SCREENSHOTS = CHECKOUT / "build" / "screenshots"
# A moment of the example at which x stands in memory, y is being stored and the rest is on its way to the core.
PICTURE_AT = "0.45ms"
# Settings of a desktop that change sizes and looks: a test means the same on every machine.
DESKTOP_SETTINGS = (
    "QT_SCALE_FACTOR",
    "QT_SCREEN_SCALE_FACTORS",
    "QT_FONT_DPI",
    "QT_STYLE_OVERRIDE",
    "QT_QPA_PLATFORMTHEME",
)
NO_SCREEN = ("offscreen", "minimal", "vnc", "linuxfb")

_OPEN_DISPLAY = """
import resource
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from PySide6.QtGui import QGuiApplication
QGuiApplication(["coreloom"])
"""


def main(argv: list[str]) -> int:
    """Run one command and return its exit code; 2 means that the set-up is impossible and standard error says why."""
    try:
        # Before argparse, which would reorder what is pytest's.
        return test(argv[1:]) if argv[:1] == ["test"] else _command(_parser().parse_args(argv))
    except (SetUpError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def _command(arguments: argparse.Namespace) -> int:
    does: dict[str, Callable[[], int]] = {
        "run": lambda: run(arguments.source),
        "check": check,
        "bundle": make_bundle,
        "smoke": lambda: try_bundle(arguments.place),
        "installer": lambda: make_installer(ready=arguments.ready),
        "bills": make_bills,
        "wheel": make_wheel,
        "screenshots": lambda: screenshots(arguments.only),
        "libraries": say_libraries,
    }
    return does[arguments.command]()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description="Coreloom from a checkout. Every command first sets up what it needs, in .venv.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run_parser = commands.add_parser(
        "run", help="open the window on an example, playing; without a display draw pictures"
    )
    run_parser.add_argument(
        "source", nargs="?", type=Path, default=EXAMPLE, help="a program or scenario (default: %(default)s)"
    )
    commands.add_parser("test", help="the whole suite, offscreen; further arguments go to pytest")
    commands.add_parser("check", help="ruff, mypy --strict and the import contracts")
    commands.add_parser("bundle", help="dist/coreloom, which runs without a Python, and its smoke test")
    smoke_parser = commands.add_parser("smoke", help="try a bundle, or an installed Coreloom, from where it lies")
    smoke_parser.add_argument("place", type=Path, metavar="BUNDLE", help="the folder that holds the program")
    installer_parser = commands.add_parser(
        "installer", help="dist/…, what this platform installs by a double click, from a bundle that was tried"
    )
    installer_parser.add_argument("--ready", action="store_true", help="from the bundle that is in dist already")
    commands.add_parser("bills", help="bills of materials of the bundles in dist")
    commands.add_parser("wheel", help="the wheel and the sdist in dist, which pip and pipx install")
    pictures = commands.add_parser("screenshots", help="pictures of the real window on many states, to look at")
    pictures.add_argument("--only", default="", metavar="TEXT", help="only those whose name has this in it")
    commands.add_parser("libraries", help="install the system packages that Qt needs on Linux, or say which")
    return parser


def libraries(*, window: bool = True, extra_packages: tuple[str, ...] = ()) -> None:
    """Provide the system packages that are missing, on Linux.

    Args:
        window: False when only drawing offscreen has to work.
        extra_packages: Further packages, in apt's names, needed on Debian and its relatives.

    Raises:
        SetUpError: They are missing and cannot be installed from here.
    """
    if not sys.platform.startswith("linux"):
        return
    missing = system_libraries.needed(system_libraries.absent(), window=window)
    extra = [package for package in extra_packages if system_libraries.package_manager() is system_libraries.APT]
    if virtual_environment.lacks_venv():
        extra.append(_venv_package())
    if missing or extra:
        system_libraries.provide(missing, extra)


def say_libraries() -> int:
    """Provide the system packages, say that they are there, and return 0.

    Raises:
        SetUpError: They are missing and cannot be installed from here.
    """
    libraries()
    print("All system libraries are there.")
    return 0


def _venv_package() -> str:
    if sys.base_prefix != "/usr" or system_libraries.package_manager() is not system_libraries.APT:
        raise SetUpError(
            f"{sys.executable} has no venv or no ensurepip module. Start this with a complete Python 3.11 to 3.14."
        )
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def run(source: Path) -> int:
    """Open the window on a program, playing; where there is no display, draw the same run to files.

    Raises:
        SetUpError: Coreloom cannot be set up here.
    """
    source = source.resolve()
    named = display_is_named(os.environ)
    libraries(window=named)
    environment = virtual_environment.make_ready(CHECKOUT, ())
    reason = _why_no_window(environment) if named else "the environment names no display"
    if reason is not None:
        return _draw_first_run(environment, source, reason)
    return _start([environment.python, "-m", "desktop_app", source])


def display_is_named(variables: Mapping[str, str], system: str = sys.platform) -> bool:
    """Say whether the environment names a screen. Windows and macOS always have one."""
    if variables.get("QT_QPA_PLATFORM", "").split(":")[0] in NO_SCREEN:
        return False
    return not system.startswith("linux") or bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def _why_no_window(environment: VirtualEnvironment) -> str | None:
    # A display that is named may be gone, or refuse this user; Qt then aborts, so another process tries first.
    if not sys.platform.startswith("linux"):
        return None
    try:
        tried = subprocess.run(
            [environment.python, "-c", _OPEN_DISPLAY], capture_output=True, text=True, timeout=30, check=False
        )
    except subprocess.TimeoutExpired:
        return "the display does not answer"
    if tried.returncode == 0:
        return None
    said = tried.stderr.strip().splitlines()
    return f"the display cannot be opened ({said[0] if said else f'exit code {tried.returncode}'})"


def _draw_first_run(environment: VirtualEnvironment, source: Path, reason: str) -> int:
    still, moving = CHECKOUT / "build" / "first-run.png", CHECKOUT / "build" / "first-run.webp"
    still.parent.mkdir(exist_ok=True)
    print(f"No window: {reason}. Drawing the same run to files ...", flush=True)
    export: list[str | Path] = [environment.python, "-m", "desktop_app", "export", source]
    pictures: list[list[str | Path]] = [
        [still, "--at", PICTURE_AT, "--size", "1920x1080", "--theme", "dark"],
        [moving, "--theme", "dark"],
    ]
    for picture in pictures:
        code = _start([*export, *picture], {"QT_QPA_PLATFORM": "offscreen"}, quiet=True)
        if code != 0:
            return code
    print(f"{still}\n{moving} (animated)")
    return 0


def test(pytest_arguments: list[str]) -> int:
    """Run the whole suite, offscreen, and return pytest's exit code.

    Raises:
        SetUpError: Coreloom cannot be set up here.
    """
    libraries(window=False)
    environment = virtual_environment.make_ready(CHECKOUT, ("test",))
    command: list[str | Path] = [environment.python, "-m", "pytest", *parallel(pytest_arguments), *pytest_arguments]
    return _start(command, test_variables(os.environ))


def parallel(pytest_arguments: list[str]) -> list[str]:
    """Return what makes a suite run on all cores, unless single tests were named, or the arguments say how many."""
    says_it = any(argument.startswith(("-n", "--numprocesses", "--pdb", "--store")) for argument in pytest_arguments)
    named = any("::" in argument or argument.endswith(".py") for argument in pytest_arguments)
    return [] if says_it or named else ["-n", "auto", "--dist", "worksteal"]


def test_variables(variables: Mapping[str, str]) -> dict[str, str | None]:
    """Return the variables to set, or with None to remove, for a suite that draws the same on every machine."""
    changed: dict[str, str | None] = {name: None for name in DESKTOP_SETTINGS if name in variables}
    changed["QT_QPA_PLATFORM"] = "offscreen"
    if sys.platform.startswith("linux") and variables.get("LC_ALL") in {"C", "POSIX"}:
        changed["LC_ALL"] = "C.UTF-8"  # Qt warns in a locale that is not UTF-8
    return changed


def check() -> int:
    """Run every static check, all of them even when one fails, and return 1 if any failed.

    Raises:
        SetUpError: The checkers cannot be set up here.
    """
    libraries(window=False)
    environment = virtual_environment.make_ready(CHECKOUT, ("test", "check"))
    own_files = sorted((CHECKOUT / "packaging").rglob("*.py"))
    checks: list[list[str | Path]] = [
        [environment.program("ruff"), "check", "."],
        [environment.program("ruff"), "format", "--check", "."],
        [environment.program("mypy"), "--strict", "desktop_app", *own_files],
        [environment.program("lint-imports")],
    ]
    failed = []
    for command in checks:
        name = " ".join([Path(command[0]).stem, *(str(part) for part in command[1:] if not isinstance(part, Path))])
        print(f"== {name}", flush=True)
        if _start(command) != 0:
            failed.append(name)
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.", flush=True)
    return 1 if failed else 0


def screenshots(only: str) -> int:
    """Take pictures of the real window, on a screen of its own where that is possible, into build/screenshots.

    Args:
        only: Take only those whose name has this in it; empty for all.

    Raises:
        SetUpError: Coreloom cannot be set up here.
    """
    libraries(extra_packages=_screen_packages())
    environment = virtual_environment.make_ready(CHECKOUT, ())
    screen: list[str | Path] = ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24"] if shutil.which("xvfb-run") else []
    command = [*screen, environment.python, CHECKOUT / "packaging" / "screenshots.py", SCREENSHOTS, "--only", only]
    for scale in ("1", "2"):
        code = _start(command, {**dict.fromkeys(DESKTOP_SETTINGS), "QT_SCALE_FACTOR": scale})
        if code != 0:
            return code
    return 0


def make_bundle() -> int:
    """Build dist/coreloom and dist/coreloom-video, and try them; return 0 when they work.

    Raises:
        SetUpError: PyInstaller cannot be set up here, or misses something.
    """
    libraries(extra_packages=(*_bundle_packages(), *_screen_packages()))
    environment = virtual_environment.make_ready(CHECKOUT, ("bundle",))
    bundle.build(environment.python, CHECKOUT, virtual_environment.clean_environment())
    licences.check_built(CHECKOUT)
    return smoke.try_built(CHECKOUT)


def try_bundle(place: Path) -> int:
    """Try a bundle where it lies, and return 0 when all of it works.

    Args:
        place: The folder that holds the program, ``Coreloom.app``, or the program itself.

    Raises:
        SetUpError: There is no program, or what it is tried with cannot be set up here.
    """
    libraries(extra_packages=(*_screen_packages(), *(() if shutil.which("objdump") else ("binutils",))))
    return smoke.smoke_test(place, CHECKOUT)


def make_installer(*, ready: bool) -> int:
    """Build what this platform installs by a double click; return 0 when it is there.

    Args:
        ready: Whether the bundle is in ``dist`` already.

    Raises:
        SetUpError: There is none for this platform, or what it needs cannot be set up here.
    """
    build = installer.builder()
    code = 0 if ready else make_bundle()
    if code == 0:
        installer.report(build(CHECKOUT))
    return code


def make_bills() -> int:
    """Write bills of materials of both bundles in dist, and return 0 when that worked.

    Raises:
        SetUpError: What that takes cannot be set up here.
    """
    environment = virtual_environment.make_ready(CHECKOUT, ("bundle",))
    version, platform = release_check.version_of(CHECKOUT), release_files.platform_name()
    for name in release_files.BUNDLES:
        out = CHECKOUT / "dist" / release_files.bill_name(name, version, platform)
        code = _start([environment.python, PACKAGING / "licences.py", "bom", CHECKOUT / "dist" / name, out])
        if code != 0:
            return code
        print(out)
    return 0


def make_wheel() -> int:
    """Build the wheel and the sdist into dist, say where they are, and return 0.

    Raises:
        SetUpError: They cannot be built, or are not as they should be.
    """
    libraries(window=False)
    print(*release_wheel.build(CHECKOUT), sep="\n")
    return 0


def _screen_packages() -> tuple[str, ...]:
    return ("xvfb", "xauth") if sys.platform.startswith("linux") and not shutil.which("xvfb-run") else ()


def _bundle_packages() -> tuple[str, ...]:
    # PyInstaller reads libraries with objdump. Debian's python3 is linked statically; its library is another package.
    packages = [] if shutil.which("objdump") else ["binutils"]
    name = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
    if sys.base_prefix == "/usr" and not system_libraries.loads(f"{name}.so.1.0"):
        packages.append(name)
    return tuple(packages)


def _start(command: list[str | Path], variables: Mapping[str, str | None] | None = None, *, quiet: bool = False) -> int:
    merged: dict[str, str | None] = {**virtual_environment.clean_environment(), **(variables or {})}
    environment = {name: value for name, value in merged.items() if value is not None}
    stdout = subprocess.DEVNULL if quiet else None
    return exit_code(subprocess.run(command, cwd=CHECKOUT, env=environment, stdout=stdout, check=False).returncode)


def exit_code(returncode: int) -> int:
    """Return the exit code for a process that ended, as a shell gives it: 128 and the signal's number for a signal."""
    return returncode if returncode >= 0 else 128 - returncode
