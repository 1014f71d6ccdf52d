"""Tries an installer under Wine: ``python3 packaging/dev.py wine-trial SETUP [--earlier SETUP] [--pictures FOLDER]``.

Wine is not Windows, and passing here says only this: with Wine 10.0 of Debian 13 the installer puts its files, registry
entries and shortcut where they belong, the programs start from there, one window takes the files of later starts, and
uninstalling leaves nothing. Explorer, the taskbar, antivirus software, SmartScreen and several screens are not tried.

It needs a display of its own with a window manager; on Debian 13: apt-get install wine wine32:i386 xvfb xauth openbox
xdotool imagemagick, then ``xvfb-run -a -s "-screen 0 1366x768x24" python3 packaging/dev.py wine-trial ...``.
Exit code 0 when all of it worked, else 1 with what did not.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from checkout import CHECKOUT

from windows.wine.bundle import wine_variables

if TYPE_CHECKING:
    from collections.abc import Callable

#: Exit code of a setup or uninstaller that finds Coreloom running (coreloom.nsi).
RUNNING = 3
_UNINSTALLER = "uninstall-coreloom.exe"
#: Wine's own book-keeping in the user's part of the registry.
_OF_WINE = ("[Software\\\\Wine", "[Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Explorer")
#: Keys of all programs, which Windows has from the beginning and a new Wine has not.
_OF_WINDOWS = {
    "[Software\\\\Classes]",
    *(f"[Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\{name}]" for name in ("App Paths", "Uninstall")),
}
#: What Wine cannot do, and Qt says of each window.
_NOT_IN_WINE = "EnableNonClientDpiScaling() failed"
_PATIENCE_S = 120


class TrialError(Exception):
    """Something is not as it should be."""


def expect(true: object, problem: str) -> None:
    """Go on only if something is true.

    Raises:
        TrialError: It is not.
    """
    if not true:
        raise TrialError(problem)


class Computer:
    """A Wine with one user.

    Args:
        prefix: Its folder.
    """

    def __init__(self, prefix: Path) -> None:
        self._prefix = prefix
        self._variables = wine_variables(prefix)
        self._home = prefix.parent
        self.wine("wineboot", "-i")
        (self.user,) = (path for path in (prefix / "drive_c" / "users").iterdir() if path.name != "Public")
        self.local = self.user / "AppData" / "Local"
        self._home = self.user  # on C:, where people are, and not on the disk of the system around

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Start a program and do not wait for it."""
        return subprocess.Popen(["wine", *map(str, arguments)], env=self._variables, cwd=self._home)

    def wine(self, *arguments: str | Path, folder: Path | None = None) -> tuple[int, str]:
        """Run a program; return its exit code and what it printed."""
        done = subprocess.run(
            ["wine", *map(str, arguments)],
            env=self._variables, cwd=folder or self._home, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=300, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def settle(self) -> None:
        """Wait until every program has ended and the registry is written."""
        subprocess.run(["wineserver", "-w"], env=self._variables, timeout=_PATIENCE_S, check=True)

    def end(self) -> None:
        """End all programs."""
        subprocess.run(["wineserver", "-k"], env=self._variables, check=False)

    def windows_path(self, path: Path) -> str:
        """Return how Windows calls a file on its disk."""
        return "\\".join(["C:", *path.relative_to(self._prefix / "drive_c").parts])

    def files(self) -> set[str]:
        """Return the paths of all that the user has, but for what programs put by for a moment."""
        found = {str(path.relative_to(self.user)) for path in self.user.rglob("*")}
        return {name for name in found if not name.startswith("AppData/Local/Temp")}

    def registry(self) -> set[str]:
        """Return the user's registry: a line for each key, and for each value with its key."""
        lines = (self._prefix / "user.reg").read_text(encoding="utf-8", errors="replace").splitlines()
        found: set[str] = set()
        key = ""
        for line in lines:
            if line.startswith("["):
                key = line.rpartition("]")[0] + "]"
                found.add(key)
            elif line and not line.startswith("#"):
                found.add(f"{key} {line}")
        return {line for line in found if not line.startswith(_OF_WINE)}


def windows(title: str) -> list[str]:
    """Return the windows that can be seen and whose title has this in it."""
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", title], capture_output=True, text=True, check=False
    )
    return found.stdout.split()


def wait_for(condition: Callable[[], object], what: str) -> None:
    """Wait until something is so.

    Raises:
        TrialError: It is not in time.
    """
    for _ in range(_PATIENCE_S * 5):
        if condition():
            return
        time.sleep(0.2)
    raise TrialError(f"{what}: not within {_PATIENCE_S} seconds")


class Trial:
    """One installer on one computer.

    Args:
        computer: Where.
        setup: The installer.
        version: Of which version it is.
        pictures: A folder for pictures of the screen; None for none.
    """

    def __init__(self, computer: Computer, setup: Path, version: str, pictures: Path | None) -> None:
        self._computer = computer
        self._setup = setup
        self._version = version
        self._pictures = pictures
        self._place = computer.local / "Programs" / "Coreloom"
        self._menu = computer.user / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Coreloom.lnk"

    def picture(self, name: str) -> None:
        """Take a picture of the screen."""
        if self._pictures is not None:
            time.sleep(4)  # until what has just been opened is painted
            subprocess.run(["import", "-window", "root", self._pictures / f"{name}.png"], check=True)

    def click_through(self) -> None:
        """Install by the wizard's default buttons, with a picture of each page."""
        running = self._computer.start(self._setup)
        for page in ("welcome", "licence", "parts", "folder", "files", "finish"):
            wait_for(lambda: windows("Coreloom Setup"), f"the wizard's page {page}")
            self.picture(f"wizard-{page}")
            if page == "files":
                wait_for(lambda: not self._unpacking(), "unpacking")
                continue
            keys = ["alt+r", "Return"] if page == "finish" else ["Return"]  # without starting it
            subprocess.run(["xdotool", "key", *keys], check=True)
            time.sleep(1)
        expect(running.wait(_PATIENCE_S) == 0, "the wizard ended badly")

    def _unpacking(self) -> bool:
        before = self._computer.files()
        time.sleep(3)
        return self._computer.files() != before

    def install(self, setup: Path, *options: str) -> None:
        """Install without a question."""
        code, said = self._computer.wine(setup, "/S", *options)
        expect(code == 0, f"{setup.name} /S {' '.join(options)}: exit code {code} {said}")

    def check_installed(self) -> None:
        """Look at what was installed."""
        expect(self._menu.is_file(), "there is no shortcut in the Start menu")
        code, said = self._computer.wine(self._place / "coreloom.exe", "--version")
        expect((code, said.split()) == (0, ["coreloom", self._version]), f"coreloom --version: {code} {said}")
        for key, text in (
            (r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Coreloom", self._version),
            (r"HKCU\Software\Classes\.coreloom", "Coreloom.Scenario"),
            (r"HKCU\Software\Classes\Coreloom.Scenario\shell\open\command", 'coreloomw.exe" "%1"'),
            (r"HKCU\Environment", r"\Programs\Coreloom"),
        ):
            code, said = self._computer.wine("reg", "query", key)
            expect(code == 0 and text in said, f"{key} does not have {text}: {said}")

    def try_command_line(self, folder: Path) -> None:
        """Run and export in a terminal that finds the command by its PATH, in a folder with odd letters."""
        name = "Übung 1.py"
        shutil.copy(CHECKOUT / "resources" / "programs" / "app.py", folder / name)
        code, said = self._computer.wine("cmd", "/c", "coreloom", "run", name, "--json", folder=folder)
        expect(code == 0 and json.loads(said)["processes"][0]["globals"]["z"] == "30", f"coreloom run: {code} {said}")
        for out in ("still.png", "film.gif"):
            code, said = self._computer.wine("cmd", "/c", "coreloom", "export", name, out, folder=folder)
            expect(code == 0 and (folder / out).stat().st_size > 0, f"coreloom export {out}: {code} {said}")

    def try_window(self, folder: Path) -> None:
        """Start from the Start menu, open a file by double click, and meanwhile install and uninstall in vain."""
        file = folder / "Größen.coreloom"
        shutil.copy(CHECKOUT / "resources" / "scenarios" / "big-little.toml", file)
        self._computer.start("start", "/unix", self._menu)
        wait_for(lambda: windows("– Coreloom"), "a window")
        self.picture("window")
        self._double_click(file)
        wait_for(lambda: windows("Größen.coreloom"), "the file in the window")
        self.picture("file")
        expect(len(windows("– Coreloom")) == 1, "the file opened a second window")
        here = f"_?={self._computer.windows_path(self._place)}"  # an uninstaller that waits for itself
        for program, option in ((self._setup, "/DESKTOP=0"), (self._place / _UNINSTALLER, here)):
            code, said = self._computer.wine(program, "/S", option)
            expect(code == RUNNING, f"{program.name} while Coreloom runs: exit code {code} {said}")
        self._computer.wine("taskkill", "/IM", "coreloomw.exe")
        wait_for(lambda: not windows("– Coreloom"), "closing the window")

    def _double_click(self, file: Path) -> None:
        """Do what Explorer does: Wine's own knows file types of the whole computer only, and not those of a user."""
        key = r"HKCU\Software\Classes\Coreloom.Scenario\shell\open\command"
        code, said = self._computer.wine("reg", "query", key, "/ve")
        expect(code == 0 and '" "%1"' in said, f"{key}: {code} {said}")
        program = said.partition("REG_SZ")[2].strip().removesuffix('"%1"').strip(' "')
        self._computer.start(program, self._computer.windows_path(file))

    def try_smoke_test(self, folder: Path) -> None:
        """Open every panel and dialog once."""
        code, said = self._computer.wine(self._place / "coreloomw.exe", "Übung 1.py", "--smoke-test", folder=folder)
        others = [line for line in said.splitlines() if line.strip() and _NOT_IN_WINE not in line]
        expect(code == 0 or not others, f"coreloomw.exe --smoke-test: {code} {others}")

    def try_upgrade(self, earlier: Path) -> None:
        """Install over an earlier version: afterwards all is as if that had never been, but for the parts it had."""
        fresh = self._computer.files()
        self.uninstall()
        self.install(earlier, "/DESKTOP=1")
        self.install(self._setup)
        desktop = self._computer.user / "Desktop" / "Coreloom.lnk"
        expect(desktop.is_file(), "the shortcut on the desktop is gone")
        differs = (self._computer.files() ^ fresh) - {str(desktop.relative_to(self._computer.user))}
        expect(not differs, f"after an upgrade other files are there: {sorted(differs)}")
        self.check_installed()

    def uninstall(self) -> None:
        """Uninstall without a question."""
        code, said = self._computer.wine(self._place / _UNINSTALLER, "/S")
        expect(code == 0, f"{_UNINSTALLER} /S: exit code {code} {said}")
        wait_for(lambda: not self._place.exists(), "removing all files")
        self._computer.settle()


def run(trial: Trial, computer: Computer, earlier: Path | None) -> None:
    """Try everything.

    Raises:
        TrialError: Something is not as it should be.
    """
    computer.settle()
    files, registry = computer.files(), computer.registry()
    folder = computer.user / "Meine Programme"
    folder.mkdir()
    preferences = computer.local / "coreloom" / "preferences.json"
    preferences.parent.mkdir()
    preferences.write_text("{}", encoding="ascii")
    for what, step in (
        ("the wizard", trial.click_through),
        ("what is installed", trial.check_installed),
        ("the command line", lambda: trial.try_command_line(folder)),
        ("the window, a double click, a setup meanwhile", lambda: trial.try_window(folder)),
        ("every panel and dialog", lambda: trial.try_smoke_test(folder)),
        ("an upgrade", lambda: trial.try_upgrade(earlier) if earlier is not None else None),
        ("uninstalling", trial.uninstall),
    ):
        step()
        print(f"{what}: ok", flush=True)
    expect(preferences.exists(), "the settings are gone")
    shutil.rmtree(preferences.parent)
    shutil.rmtree(folder)
    left = computer.files() - files - {"AppData/Local/Programs"}  # that folder belongs to all programs of a user
    expect(not left, f"files are left: {sorted(left)}")
    differs = {line for line in computer.registry() ^ registry if line not in _OF_WINDOWS}
    expect(not differs, f"the registry is not as it was: {sorted(differs)}")
    print("nothing is left: ok")


def main(argv: list[str]) -> int:
    """Try what the command line names, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="dev.py wine-trial", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("setup", type=Path)
    parser.add_argument("--earlier", type=Path, help="an installer of an earlier version, to install over it")
    parser.add_argument("--pictures", type=Path, help="a folder for pictures of the screen, to look at")
    arguments = parser.parse_args(argv)
    if arguments.pictures is not None:
        arguments.pictures.mkdir(parents=True, exist_ok=True)
    version = arguments.setup.name.split("-")[1]
    earlier = arguments.earlier.resolve() if arguments.earlier else None
    with tempfile.TemporaryDirectory(prefix="coreloom-wine-") as scratch, subprocess.Popen(["openbox"]) as manager:
        computer = Computer(Path(scratch))
        try:
            run(Trial(computer, arguments.setup.resolve(), version, arguments.pictures), computer, earlier)
        except (TrialError, subprocess.SubprocessError, OSError) as error:
            print(f"It does not work: {error}", file=sys.stderr)
            return 1
        finally:
            computer.end()
            time.sleep(1)
            manager.terminate()
    return 0
