"""Libraries that come from the build machine, where that is Debian or a relative: whose they are, and their licences.

Debian states the copyright of each package in a file, which is read by people before a package is let in. Which licence
a *library* is under, and not its tests and build scripts, stands in known.toml.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from failures import SetUpError

from bill.component import Component, Text

DOCUMENTATION = Path("/usr/share/doc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package of the build machine.

    Attributes:
        name: The package.
        source: The source package it was built from.
        version: That one's version.
    """

    name: str
    source: str
    version: str


def packages_of(paths: Iterable[str]) -> dict[str, Package]:
    """Return which package each of the files belongs to; those that belong to none are left out."""
    if shutil.which("dpkg-query") is None:
        return {}
    # A library is asked for by the name of a link, and before /usr was merged it was installed elsewhere.
    asked = {path: {path, str(Path(path).resolve()), _moved(path)} for path in paths}
    names = {name for candidates in asked.values() for name in candidates}
    found = _owners(names) if names else {}
    owners = {
        path: next(found[each] for each in candidates if each in found)
        for path, candidates in asked.items()
        if not found.keys().isdisjoint(candidates)
    }
    packages = {name: _package(name) for name in set(owners.values())}
    return {path: packages[name] for path, name in owners.items()}


def _moved(path: str) -> str:
    return path.removeprefix("/usr") if path.startswith("/usr/lib") else f"/usr{path}"


def _owners(paths: set[str]) -> dict[str, str]:
    # It complains about those it does not know, and answers for the others.
    lines = [line.rpartition(": ") for line in _asked("-S", *sorted(paths)).splitlines() if ": " in line]
    return {path: names.split(",")[0].strip() for names, _, path in lines if not names.startswith("diversion ")}


def _package(name: str) -> Package:
    source, version = _asked("-W", "-f", "${source:Package}\t${source:Version}", name).split("\t")
    return Package(name=name.partition(":")[0], source=source, version=version)


def _asked(*arguments: str) -> str:
    query = subprocess.run(["dpkg-query", *arguments], capture_output=True, text=True, encoding="utf-8", check=False)
    return query.stdout


def component(
    packages: Iterable[Package], files: Iterable[str], licences: Mapping[str, str], documentation: Path = DOCUMENTATION
) -> Component:
    """Return the component for libraries from packages that were built from one source package.

    Args:
        packages: The packages, of one source.
        files: Their files in the bundle.
        licences: SPDX expressions by source package; a name ending in a star stands for all that begin so.
        documentation: Where packages have their copyright files.

    Raises:
        SetUpError: The licence is not known, or its text is missing.
    """
    every = sorted(packages, key=lambda package: package.name)
    first = every[0]
    place = documentation / first.name / "copyright"
    if not place.is_file():
        raise SetUpError(f"{first.name} has no {place}: its licence's text cannot be handed on")
    licence = _licence(first.source, licences)
    if licence is None:
        raise SetUpError(
            f"{', '.join(files)} comes from Debian's {first.source}, whose licence known.toml does not name: "
            f"read {place} and add it to the table [debian] in packaging/bill/known.toml, or leave it out of the bundle"
        )
    return Component(
        name=first.source,
        version=first.version,
        licence=licence,
        texts=(Text(name=f"debian-{first.source}.txt", content=place.read_text(encoding="utf-8", errors="replace")),),
        source=f"https://snapshot.debian.org/package/{first.source}/{first.version}/",
        purl=f"pkg:deb/debian/{first.source}@{first.version.replace(':', '%3A').replace('+', '%2B')}?arch=source",
        files=tuple(sorted(files)),
    )


def _licence(source: str, licences: Mapping[str, str]) -> str | None:
    for name, licence in licences.items():
        pattern = re.escape(name).replace(r"\*", ".*")
        if re.fullmatch(pattern, source):
            return licence
    return None
