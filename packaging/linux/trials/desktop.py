"""A desktop inside a system: a screen, a window manager and a session bus of one user, with no network at all."""

from __future__ import annotations

import os
import re
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from linux.trials.report import BrokenTrialError
from linux.trials.screen import Picture, read, shapes
from linux.trials.system import USERS, Ran, System, wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linux.trials.report import Report

PROGRAM = "/usr/lib/coreloom/coreloom"
SCREEN = (1920, 1080)
#: A window of ours covers at least this part of the screen, with at least so many colours.
_LEAST_COVER = 0.25
_LEAST_COLOURS = 40
#: Only each so-and-so-manyth pixel is looked at while a window is waited for, as that has to be quick.
_EVERY = 8
START_LIMIT_S = 60
#: What xwininfo says about a window.
_PLACE = ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
#: A menu bar and its first menus, in pixels, and the least number of different letters there.
_MENUS = (8, 4, 460, 26)
_LEAST_LETTERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A window that is seen.

    Attributes:
        number: The window system's.
        title: Its title.
        place: Left, top, width and height in pixels.
    """

    number: str
    title: str
    place: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How long a start took, in seconds from when it was asked for.

    Attributes:
        first_s: Until anything was seen; None when nothing was.
        window_s: Until the window had painted; None when it did not.
        cpu_s: What processors had worked for it by then, which depends less on what else they do.
    """

    first_s: float | None
    window_s: float | None
    cpu_s: float


@dataclass(slots=True, kw_only=True)
class Desktop:
    """A screen with what belongs to it.

    Attributes:
        system: Where it runs.
        report: Where screenshots go.
        user: Whose it is.
        number: The display's.
        variables: What programs on it find in their environment.
    """

    system: System
    report: Report
    user: str = "lea"
    number: int = 90
    variables: dict[str, str | None] = field(default_factory=dict)
    _parts: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _bus: str = ""

    def begin(self, *, bus: bool = True, manager: bool = True, arguments: tuple[str, ...] = ()) -> None:
        """Start a screen, and on it a window manager and a bus, where wanted.

        Raises:
            BrokenTrialError: When there is no screen.
        """
        runtime = f"/run/user/{USERS[self.user]}"
        folder = f"/tmp/screen-{self.number}"  # noqa: S108 - inside the system, where nobody else is
        for place in (runtime, folder):
            self.system.must("install", "-d", "-m", "700", "-o", self.user, "-g", self.user, place)
        self.variables = {"DISPLAY": f":{self.number}", "XDG_RUNTIME_DIR": runtime, **self.variables}
        size = "x".join(map(str, (*SCREEN, 24)))
        screen = ("Xvfb", f":{self.number}", "-screen", "0", size, "-wr", "-nolisten", "tcp", "-fbdir", folder)
        self._start(*screen, *arguments)
        socket = self.system.place(f"/tmp/.X11-unix/X{self.number}")  # noqa: S108 - as above
        dump = self.dump
        if not wait_for(lambda: socket.exists() and dump.exists() and dump.stat().st_size > SCREEN[0] * SCREEN[1], 30):
            raise BrokenTrialError(f"no screen: {(self.report.folder / 'desktop.log').read_text()[-2000:]}")
        if bus:
            self.start_bus()
        if manager:
            self._start("openbox", "--startup", "true")
            time.sleep(0.5)

    def start_bus(self) -> None:
        """Give programs a session bus from now on."""
        ran = self.run("dbus-daemon", "--session", "--fork", "--print-address=1", "--print-pid=1")
        if ran.code != 0:
            raise BrokenTrialError(f"no session bus: {ran.said}")
        self.variables["DBUS_SESSION_BUS_ADDRESS"], self._bus = ran.out.split()

    def _start(self, *command: str) -> None:
        log = self.report.folder / "desktop.log"
        self._parts.append(self.system.start(*command, log=log, user=self.user, changed=self.variables))

    @property
    def dump(self) -> Path:
        """The file in which the screen's pixels are."""
        return self.system.place(f"/tmp/screen-{self.number}/Xvfb_screen0")  # noqa: S108 - as above

    def end(self) -> None:
        """End what belongs to it, and the programs that are still open on it."""
        for number in self.processes():
            self.system.run("kill", "-KILL", str(number))
        if self._bus:
            self.system.run("kill", self._bus)
            self._bus = ""
        for part in reversed(self._parts):
            part.terminate()
            part.wait(timeout=30)
        self._parts = []

    def run(
        self,
        *command: str,
        changed: Mapping[str, str | None] | None = None,
        folder: str = "/",
        limit_s: float = 60,
        user: str | None = None,
    ) -> Ran:
        """Run a command on this screen to its end, as its user where none is named."""
        user = self.user if user is None else user
        variables = {**self.variables, **(changed or {})}
        return self.system.run(*command, user=user, changed=variables, folder=folder, limit_s=limit_s)

    def launch(
        self,
        *command: str,
        changed: Mapping[str, str | None] | None = None,
        folder: str = "/",
        umask: int = 0o022,
        user: str | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a program on this screen; what it says goes to programs.log."""
        return self.system.start(
            *command, user=self.user if user is None else user, changed={**self.variables, **(changed or {})},
            log=self.report.folder / "programs.log", folder=folder, umask=umask,
        )  # fmt: skip

    def picture(self, name: str = "") -> Picture:
        """Return what stands on the screen; with a name it is kept as a screenshot."""
        picture = read(self.dump)
        if name:
            picture.save(self.report.folder / f"{name}.png")
        return picture

    def windows(self, title: str = "") -> list[Window]:
        """Return the windows that are seen, those whose titles have this regular expression in them."""
        found = self.run("xdotool", "search", "--onlyvisible", "--name", ".+")
        windows = []
        for number in found.out.split():
            # Frames of the window manager have no name; one that is gone by now has no geometry.
            # xdotool itself counts a frame's height twice.
            told = self.run("xwininfo", "-id", number).out
            name = re.search(r'^xwininfo: Window id: \S+ "(.*)"$', told, re.MULTILINE)
            values = dict(re.findall(r"^  (Absolute upper-left [XY]|Width|Height): +(-?\d+)$", told, re.MULTILINE))
            if name is not None and len(values) == len(_PLACE) and re.search(title, name[1]):
                left, top, width, height = (int(values[what]) for what in _PLACE)
                windows.append(Window(number=number, title=name[1], place=(left, top, width, height)))
        return windows

    def main_windows(self, title: str = "Coreloom$") -> list[Window]:
        """Return the application's main windows, those whose titles have this regular expression in them."""
        return [window for window in self.windows(title) if window.place[2] > SCREEN[0] // 4]

    def wait_for_window(self, title: str, limit_s: float = 20) -> Window | None:
        """Wait for a window with such a title, and return it; None when there is none in time."""
        wait_for(lambda: self.windows(title), limit_s, 0.2)
        return next(iter(self.windows(title)), None)

    def wait_for_front(self, title: str, limit_s: float = 20) -> bool:
        """Wait until a window with such a title is what keys go to, and return whether one was in time."""
        active = ("xdotool", "getactivewindow", "getwindowname")
        return wait_for(lambda: re.search(title, self.run(*active).out.strip()), limit_s, 0.1)

    def processes(self) -> list[int]:
        """Return the numbers of Coreloom's processes of this user that run."""
        found = []
        for folder in self.system.place("/proc").iterdir():
            try:
                if not folder.name.isdecimal() or folder.stat().st_uid != USERS.get(self.user, 0):
                    continue
                command = (folder / "cmdline").read_bytes().split(b"\0")[0].decode("utf-8", "replace")
            except OSError:
                continue
            if command in {PROGRAM, "/usr/bin/coreloom", "coreloom"}:  # what has ended has no command line any more
                found.append(int(folder.name))
        return found

    def time_start(self, *command: str) -> Start:
        """Start a program and measure how long it takes until its window has painted."""
        ground = self.picture().values(_EVERY)
        before = time.monotonic()
        self.launch(*command)
        first = None
        while (now := time.monotonic()) - before < START_LIMIT_S:
            values = self.picture().values(_EVERY)
            seen = [value for value, other in zip(values, ground, strict=True) if value != other]
            if seen and first is None:
                first = now - before
            if len(seen) > _LEAST_COVER * len(values) and len(set(seen)) >= _LEAST_COLOURS:
                return Start(first_s=first, window_s=now - before, cpu_s=self.cpu_s())
            time.sleep(0.005)
        return Start(first_s=first, window_s=None, cpu_s=self.cpu_s())

    def cpu_s(self) -> float:
        """Return the seconds that processors have worked for the application's processes up to now."""
        ticks = 0
        for number in self.processes():
            fields = self.system.place(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))  # its own, and its children's that have ended
        return ticks / _TICKS_PER_S

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, as xdotool names them, such as ``ctrl+k``."""
        for key in keys:
            self.run("xdotool", "key", "--clearmodifiers", key)
            time.sleep(0.25)

    def type(self, text: str) -> None:
        """Type a text."""
        self.run("xdotool", "type", "--delay", "15", text)
        time.sleep(0.3)

    def command(self, words: str) -> None:
        """Do one of the application's commands, by its own command finder."""
        self.press("ctrl+k")
        self.wait_for_front("^Find a command$")
        self.type(words)
        self.press("Return")

    def leave(self, limit_s: float = 20) -> bool:
        """Close the application by its own command, and return whether it has ended."""
        self.wait_for_front("Coreloom$")
        self.press("ctrl+q")
        return wait_for(lambda: not self.processes(), limit_s)

    def letters(self, window: Window, scale: int = 1) -> list[tuple[int, ...]]:
        """Return the shapes in a window's menu bar, which may be drawn at so many times its size."""
        x, y, width, height = (scale * each for each in _MENUS)
        return shapes(self.picture().part(window.place[0] + x, window.place[1] + y, width, height))

    def check_network(self, name: str) -> None:
        """Check that nobody has tried to reach anything over the network, not even to look a name up."""
        lines = [line.split() for line in self.run("cat", "/proc/net/snmp").out.splitlines() if line.startswith("Ip:")]
        counts = dict(zip(*lines, strict=True)) if len(lines) == len(("names", "values")) else {}
        tried = {field: counts.get(field, "?") for field in ("OutRequests", "OutNoRoutes")}
        self.report.check(
            f"nothing has tried to use the network ({name})", fine=set(tried.values()) == {"0"}, found=tried
        )

    def check_text(self, name: str, scale: int = 1) -> None:
        """Check that the window has drawn text, whose letters look different from each other."""
        window = next(iter(self.main_windows()), None)
        found = set() if window is None else set(self.letters(window, scale))
        self.report.check(
            f"text is drawn ({name}): the menu bar has {_LEAST_LETTERS} different letters or more",
            fine=len(found) >= _LEAST_LETTERS,
            found=f"{len(found)} different shapes in the menu bar of {window}",
        )


def offline(system: System) -> System:
    """Return the same system in a network of its own, in which nobody can be reached.

    Raises:
        BrokenTrialError: When there can be none.
    """
    holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
    own = Path("/proc/self/ns/net").readlink()

    def apart() -> bool:
        try:
            return Path(f"/proc/{holder.pid}/ns/net").readlink() != own
        except OSError:
            return False

    if not wait_for(apart, 10):
        raise BrokenTrialError("no network namespace can be made")
    return System(suite=system.suite, root=system.root, prefix=["/usr/bin/nsenter", f"--net=/proc/{holder.pid}/ns/net"])
