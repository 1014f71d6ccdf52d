"""The package itself: it installs from clean, all its libraries are found, and a purge leaves nothing of it."""

from __future__ import annotations

import shutil
import stat
import tarfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from bundling.linkage import is_elf

from linux.trials.report import BrokenTrialError

if TYPE_CHECKING:
    from linux.trials.report import Report
    from linux.trials.system import System

#: Where the packages lie inside, and those of an older version.
PACKAGES = "/srv/packages"
OLDER = "/srv/older"
INTERNAL = "/usr/lib/coreloom/_internal"
_BATCH = 40
#: Folders whose content comes and goes with the system, not with a package. What is in them with our name counts all
#: the same.
_SYSTEMS_OWN = ("/var/lib/dpkg", "/var/lib/apt", "/var/cache/apt", "/var/cache/debconf", "/var/log", "/srv")
#: Of libraries and fonts that came with the package and that others may use by now, or that are made anew.
_MADE_ANEW = ("/etc/ld.so.cache", "/var/cache/ldconfig/aux-cache", "/var/cache/fontconfig", "/etc/mtab")
_WORDS = ("coreloom",)
_AR_HEAD = 60


def bring(system: System, packages: list[Path], before: list[Path]) -> None:
    """Put the packages where the system sees them, and beside them an older version.

    Args:
        system: Where they are tried.
        packages: Their files.
        before: Files with the content of the older version; where there are none it has the same.
    """
    for name in (PACKAGES, OLDER):
        system.place(name).mkdir(parents=True, exist_ok=True)
    for package in packages:
        shutil.copy(package, system.place(PACKAGES))
    for package in before or packages:
        older(package, system.place(OLDER) / package.name)


def names(system: System, folder: str = PACKAGES) -> list[str]:
    """Return the places of the packages inside, that which the others belong to first."""
    return [f"{folder}/{path.name}" for path in sorted(system.place(folder).glob("*.deb"))]


def older(package: Path, place: Path, version: str = "0.0.9") -> None:
    """Write a package that differs in its version only.

    Raises:
        BrokenTrialError: When it is no package, or no such one.
    """
    data = package.read_bytes()
    if not data.startswith(b"!<arch>\n"):
        raise BrokenTrialError(f"{package} is no Debian package")
    parts, at = [data[:8]], 8
    while at < len(data):
        name, size = data[at : at + 16].decode("ascii").strip(), int(data[at + 48 : at + 58])
        body = data[at + _AR_HEAD : at + _AR_HEAD + size]
        head = data[at : at + _AR_HEAD]
        at += _AR_HEAD + size + size % 2
        if name.startswith("control.tar"):
            body = _with_version(body, version)
            head = b"control.tar.gz  " + head[16:48] + f"{len(body):<10}".encode("ascii") + head[58:]
        parts += [head, body, b"\n" * (len(body) % 2)]
    place.write_bytes(b"".join(parts))


def _with_version(control: bytes, version: str) -> bytes:
    made = BytesIO()
    with tarfile.open(fileobj=BytesIO(control)) as before, tarfile.open(fileobj=made, mode="w:gz") as after:
        for member in before:
            stream = before.extractfile(member)
            data = b"" if stream is None else stream.read()
            if Path(member.name).name == "control":
                lines = data.decode("utf-8").splitlines()
                now = next(line.partition(":")[2].strip() for line in lines if line.startswith("Version:"))
                # Another package may depend on just this version.
                data = ("\n".join(line.replace(now, version) for line in lines) + "\n").encode("utf-8")
                member.size = len(data)
            after.addfile(member, BytesIO(data))
    return made.getvalue()


def install(system: System, report: Report, packages: list[str]) -> bool:
    """Install packages with what they depend on, and nothing more; return whether that worked."""
    system.must("apt", "update")
    ran = system.apt("install", "--no-install-recommends", *packages)
    report.keep("apt-install.txt", ran.said)
    fine = report.check(f"apt installs {_short(packages)}", fine=ran.code == 0, found=ran.said)
    audit = system.run("dpkg", "--audit")
    return report.check("dpkg finds nothing half-installed", fine=not audit.out.strip(), found=audit.said) and fine


def _short(packages: list[str]) -> str:
    return ", ".join(Path(package).name for package in packages)


def files_of(system: System, package: str) -> list[str]:
    """Return all files and folders that a package owns."""
    return [line for line in system.run("dpkg", "-L", package).out.splitlines() if line != "/."]


def check_files(system: System, report: Report, packages: list[str]) -> None:
    """Check what was installed: whose it is, who may do what, and where it is."""
    strange, wrong, missing = [], [], []
    size = 0
    for package in packages:
        for name in files_of(system, package):
            try:
                status = system.place(name).lstat()
            except FileNotFoundError:
                missing.append(name)
                continue
            own = "coreloom" in name.lower()
            if own and (status.st_uid, status.st_gid) != (0, 0):
                wrong.append(f"{name} belongs to {status.st_uid}:{status.st_gid}")
            if own and not stat.S_ISLNK(status.st_mode) and stat.S_IMODE(status.st_mode) not in {0o644, 0o755}:
                wrong.append(f"{name} has the mode {stat.S_IMODE(status.st_mode):o}")
            size += status.st_size if stat.S_ISREG(status.st_mode) else 0
            if not own and not stat.S_ISDIR(status.st_mode):
                strange.append(name)
    report.nothing("all files of the packages are there", missing)
    report.nothing("all of them belong to root, with the modes 644 and 755", wrong)
    report.nothing("all of them have the application's name in their path", strange)
    report.note(f"installed: {size / 1e6:.1f} MB in {', '.join(packages)}")
    dangling = [
        name
        for package in packages
        for name in files_of(system, package)
        if system.place(name).is_symlink() and system.run("test", "-e", name).code != 0
    ]
    report.nothing("no symbolic link leads nowhere", dangling)


def check_libraries(system: System, report: Report, packages: list[str]) -> None:
    """Check with ldd that each library that a program or a library of the packages needs is found."""
    programs = [name for package in packages for name in files_of(system, package) if is_elf(system.place(name))]
    lost: list[str] = []
    for at in range(0, len(programs), _BATCH):
        batch = programs[at : at + _BATCH]
        # As the program's own start sets it.
        ran = system.run("ldd", *batch, changed={"LD_LIBRARY_PATH": INTERNAL})
        current = ""
        for line in ran.out.splitlines():
            if not line.startswith("\t"):
                current = line
            elif "not found" in line:
                lost.append(f"{current} {line.strip()}")
        lost += [line for line in ran.err.splitlines() if "not found" in line]
    report.check(f"{len(programs)} programs and libraries", fine=len(programs) > 0, found="none at all")
    report.nothing("ldd finds all that they need", lost)


def listing(system: System) -> dict[str, str]:
    """Return all files of the system that are on its disk, with what kind they are and how large."""
    found = {}
    other_disk = {system.root / name for name in ("proc", "sys", "dev", "tmp")}
    waiting = [system.root]
    while waiting:
        for path in waiting.pop().iterdir():
            if path in other_disk:
                continue
            status = path.lstat()
            inside = f"/{path.relative_to(system.root)}"
            found[inside] = f"{status.st_mode:o} {status.st_size if stat.S_ISREG(status.st_mode) else ''}"
            if stat.S_ISDIR(status.st_mode):
                waiting.append(path)
    return found


def check_purge(system: System, report: Report, before: dict[str, str], packages: list[str]) -> None:
    """Purge the packages and what came with them, and check that the system is what it was.

    Args:
        system: Where they are installed.
        report: Takes the checks.
        before: What `listing` returned before they were installed.
        packages: Their names.
    """
    owned = {name for package in packages for name in files_of(system, package)}
    ran = system.apt("purge", "--autoremove", *packages)
    report.keep("apt-purge.txt", ran.said)
    report.check("apt purges the packages", fine=ran.code == 0, found=ran.said)
    report.check("without a word about folders that are not empty", fine="not empty" not in ran.said, found=ran.said)
    after = listing(system)
    new = sorted(name for name in after if name not in before)
    report.nothing("no file of the packages is left", [name for name in new if name in owned])
    named = [name for name in new if any(word in name.lower() for word in _WORDS) and not name.startswith("/srv/")]
    # Users' own files are theirs: a purge leaves them; sockets are gone with the session.
    own = ("/home/", "/root/", "/run/user/")
    report.nothing("no file with the application's name is left", [n for n in named if not n.startswith(own)])
    others = [name for name in new if not name.startswith((*_SYSTEMS_OWN, *_MADE_ANEW, "/home/", "/run/", "/root/"))]
    report.nothing("no other file is left", [name for name in others if name not in owned])
    report.nothing("no file is gone that was there before", sorted(name for name in before if name not in after))
    inside = system.run(
        "grep", "-rlis", "coreloom", "/etc", "/usr/share", "/usr/lib/mime", "/var/cache", "/var/lib/dpkg/info"
    )
    report.nothing("no file speaks of the application", [n for n in inside.out.split() if "/apt/" not in n])
