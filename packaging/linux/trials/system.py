"""A fresh Debian in a folder, entered by chroot from namespaces of its own: all that runs ends with them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from linux.trials.report import BrokenTrialError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Seconds within which any command answers, except those of apt.
LIMIT_S = 120
APT_LIMIT_S = 900
MIRROR = "http://deb.debian.org/debian"
#: What a desktop brings that a package may count on, and what drives and watches it.
DESKTOP = (
    *("xvfb", "openbox", "xdotool", "x11-utils", "xauth", "weston", "procps", "python3", "binutils"),
    *("dbus", "dbus-bin", "dbus-daemon", "xdg-utils", "libglib2.0-bin", "libgtk-3-bin"),
    *("desktop-file-utils", "shared-mime-info", "hicolor-icon-theme", "gtk-update-icon-cache"),
)
#: Ordinary users, by their names.
USERS = {"lea": 1000, "noor": 1001}
_DEVICES = {"null": 3, "zero": 5, "full": 7, "random": 8, "urandom": 9}
PLAIN = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A command that has ended: its exit code, and all that it said."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Both outputs."""
        return f"exit code {self.code}\n{self.out}{self.err}"


@dataclass(slots=True, kw_only=True)
class System:
    """A Debian whose files are mounted; to be used in namespaces of its own only.

    Attributes:
        suite: Its name, such as ``bookworm``.
        root: Where its files are.
        prefix: What commands are started by, such as ``nsenter`` into a network without anything.
    """

    suite: str
    root: Path
    prefix: list[str] = field(default_factory=list)

    def place(self, path: str) -> Path:
        """Return where a file of the system is seen from outside."""
        return self.root / path.lstrip("/")

    def command(self, command: tuple[str, ...], user: str, folder: str) -> list[str]:
        """Return what starts a command inside, as root where no user is named."""
        ids = f"{USERS[user]}:{USERS[user]}" if user else "0:0"
        return [
            *self.prefix,
            "/usr/sbin/chroot",
            f"--userspec={ids}",
            "--groups=",
            str(self.root),
            "env",
            "-C",
            folder,
            *command,
        ]

    def variables(self, user: str, changed: Mapping[str, str | None] | None) -> dict[str, str]:
        """Return the environment of a command; a variable that is changed to None is not there."""
        home = f"/home/{user}" if user else "/root"
        all_of_them = {**PLAIN, "HOME": home, "USER": user or "root", "LOGNAME": user or "root", **(changed or {})}
        if not user:
            all_of_them.setdefault("DEBIAN_FRONTEND", "noninteractive")
            all_of_them["PATH"] = f"/usr/local/sbin:/usr/sbin:/sbin:{PLAIN['PATH']}"
        return {name: value for name, value in all_of_them.items() if value is not None}

    def run(
        self,
        *command: str,
        user: str = "",
        folder: str = "/",
        changed: Mapping[str, str | None] | None = None,
        limit_s: float = LIMIT_S,
    ) -> Ran:
        """Run a command inside to its end; one that does not end in time has the exit code -1."""
        try:
            ran = subprocess.run(
                self.command(command, user, folder), env=self.variables(user, changed), stdin=subprocess.DEVNULL,
                capture_output=True, timeout=limit_s, check=False, umask=0o022,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            said = b"".join(part for part in (error.stdout, error.stderr) if isinstance(part, bytes))
            return Ran(code=-1, out=said.decode("utf-8", "replace"), err=f"(still running after {limit_s} s)")
        return Ran(
            code=ran.returncode, out=ran.stdout.decode("utf-8", "replace"), err=ran.stderr.decode("utf-8", "replace")
        )

    def start(
        self,
        *command: str,
        log: Path,
        user: str = "",
        folder: str = "/",
        changed: Mapping[str, str | None] | None = None,
        umask: int = 0o022,
    ) -> subprocess.Popen[bytes]:
        """Start a command inside that goes on; what it says goes to a file outside."""
        with log.open("ab") as stream:
            return subprocess.Popen(
                self.command(command, user, folder), env=self.variables(user, changed), stdin=subprocess.DEVNULL,
                stdout=stream, stderr=subprocess.STDOUT, umask=umask,
            )  # fmt: skip

    def apt(self, *arguments: str) -> Ran:
        """Run apt-get without questions."""
        always = ("-q", "-y", "-o", "APT::Keep-Downloaded-Packages=true", "-o", "Dpkg::Use-Pty=0")
        return self.run("apt-get", *always, *arguments, limit_s=APT_LIMIT_S)

    def must(self, *command: str) -> str:
        """Run a command that is no part of what is tried.

        Raises:
            BrokenTrialError: When it fails.
        """
        ran = self.apt(*command[1:]) if command[0] == "apt" else self.run(*command)
        if ran.code != 0:
            raise BrokenTrialError(f"{' '.join(command)} in {self.suite}: {ran.said}")
        return ran.out


def mount(*arguments: str | Path) -> None:
    """Mount something, in this mount namespace.

    Raises:
        BrokenTrialError: When that is refused.
    """
    ran = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise BrokenTrialError(f"mount {' '.join(map(str, arguments))}: {ran.stderr}")


def base(cache: Path, suite: str) -> Path:
    """Return the folder of a fresh system, which debootstrap makes where there is none yet; nobody changes it.

    Raises:
        BrokenTrialError: When debootstrap fails.
    """
    ready = cache / suite
    if not ready.is_dir():
        making = cache / f"{suite}.making"
        removed(making)
        print(f"debootstrap {suite} ...", flush=True)
        command: list[str | Path] = ["debootstrap", "--variant=minbase", suite, making, MIRROR]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode != 0:
            raise BrokenTrialError(f"debootstrap {suite}: {ran.stdout[-2000:]}{ran.stderr}")
        making.rename(ready)
    return ready


def laid_over(cache: Path, suite: str, scratch: Path, *, desktop: bool) -> System:
    """Mount a system that can be changed: what is written goes to a scratch folder, and the base stays as it is.

    Args:
        cache: Where bases and the packages of desktops are kept.
        suite: Debian's name of the release.
        scratch: A folder that is empty.
        desktop: Whether there is all that a desktop has.

    Raises:
        BrokenTrialError: When it cannot be made.
    """
    lower = [base(cache, suite)]
    if desktop:
        lower.insert(0, _desktop_layer(cache, suite))
    return _mounted(cache, suite, lower, scratch)


def _mounted(cache: Path, suite: str, lower: list[Path], scratch: Path) -> System:
    for name in ("upper", "work", "root"):
        (scratch / name).mkdir(parents=True, exist_ok=True)
    root = scratch / "root"
    layers = f"lowerdir={':'.join(map(str, lower))},upperdir={scratch / 'upper'},workdir={scratch / 'work'}"
    mount("-t", "overlay", "overlay", "-o", layers, root)
    for name, place in (("archives", "var/cache/apt/archives"), ("lists", "var/lib/apt/lists")):
        kept = cache / f"{suite}.{name}"
        (kept / "partial").mkdir(parents=True, exist_ok=True)
        mount("--bind", kept, root / place)
    mount("-t", "proc", "proc", root / "proc")
    mount("-t", "sysfs", "-o", "ro", "sysfs", root / "sys")
    _mount_devices(root / "dev")
    mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", root / "tmp")
    (root / "tmp/.X11-unix").mkdir()
    (root / "tmp/.X11-unix").chmod(0o1777)
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    no_services = root / "usr/sbin/policy-rc.d"
    no_services.write_text("#!/bin/sh\nexit 101\n")
    no_services.chmod(0o755)
    system = System(suite=suite, root=root)
    for user, number in USERS.items():
        if not (root / "home" / user).is_dir():
            system.must("useradd", "--create-home", "--uid", str(number), "--shell", "/bin/sh", user)
    return system


def _mount_devices(folder: Path) -> None:
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", folder)
    for name, minor in _DEVICES.items():
        os.mknod(folder / name, 0o020666, os.makedev(1, minor))
        (folder / name).chmod(0o666)
    os.mknod(folder / "tty", 0o020666, os.makedev(5, 0))
    (folder / "tty").chmod(0o666)
    for name, kind, options in (("shm", "tmpfs", "mode=1777"), ("pts", "devpts", "newinstance,ptmxmode=0666")):
        (folder / name).mkdir()
        mount("-t", kind, "-o", options, kind, folder / name)
    for name, target in (("ptmx", "pts/ptmx"), ("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1")):
        (folder / name).symlink_to(target)


def _desktop_layer(cache: Path, suite: str) -> Path:
    """Return the files that the packages of a desktop lay over a base, which are installed once."""
    ready, listed = cache / f"{suite}.desktop", cache / f"{suite}.desktop.packages"
    wanted = "\n".join(DESKTOP)
    if not ready.is_dir() or not listed.is_file() or listed.read_text(encoding="utf-8") != wanted:
        making = cache / f"{suite}.desktop.making"
        # What a stopped trial left there has nothing mounted in it: its namespace is gone.
        for outdated in (making, ready):
            removed(outdated)
        print(f"a desktop for {suite} ...", flush=True)
        system = _mounted(cache, suite, [base(cache, suite)], making)
        system.must("apt", "update")
        system.must("apt", "install", "--no-install-recommends", *DESKTOP)
        subprocess.run(["umount", "--recursive", system.root], check=True)
        (making / "upper").rename(ready)
        listed.write_text(wanted, encoding="utf-8")
        removed(making)
    return ready


def removed(folder: Path) -> None:
    """Remove a scratch folder, and refuse to where anything is mounted in it.

    Args:
        folder: As a whole path, without symbolic links, as those are that mounts are listed by.

    Raises:
        BrokenTrialError: When something is.
    """
    for place in mounts(Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")):
        if place == folder or folder in place.parents:
            raise BrokenTrialError(f"{place} is mounted: {folder} is left as it is")
    if folder.exists():
        subprocess.run(["rm", "-rf", "--one-file-system", "--", folder], check=True)


def mounts(listed: str) -> list[Path]:
    """Return where something is mounted, from what the kernel lists, in which blanks are numbers in octal."""
    places = [line.split()[4] for line in listed.splitlines()]
    return [Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)) for place in places]


def wait_for(condition: Callable[[], object], limit_s: float, every_s: float = 0.05) -> bool:
    """Wait until a function returns something true, and return whether it did in time."""
    end = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(every_s)
    return True
