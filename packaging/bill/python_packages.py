"""Python packages of the environment that a bundle is built from: their files, licences and texts."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path

from failures import SetUpError

from bill.component import Text

#: What the classifiers of packages without an SPDX expression mean, where they mean one thing.
_CLASSIFIERS = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: ISC License (ISCL)": "ISC",
    "License :: OSI Approved :: zlib/libpng License": "Zlib",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
}
_TEXT_NAME = re.compile(r"(?:^|/)(?:licen[cs]es?|copying|notice|authors)[^/]*$", re.IGNORECASE)


def normalized(name: str) -> str:
    """Return a package's name in the one form that all its spellings have in common."""
    return re.sub(r"[-_.]+", "-", name).casefold()


class PythonPackages:
    """The packages of an environment.

    Args:
        found: The packages; those of the Python that runs this unless given.
    """

    def __init__(self, found: Iterable[Distribution] | None = None) -> None:
        every = list(distributions() if found is None else found)
        self._by_name = {normalized(each.metadata["Name"]): each for each in every}
        self._owners = {
            _plain(str(each.locate_file(path))): name
            for name, each in self._by_name.items()
            for path in each.files or ()
        }

    def owner(self, path: str) -> str | None:
        """Return the normalized name of the package that installed a file, None when none did."""
        return self._owners.get(_plain(path))

    def package(self, name: str) -> Distribution:
        """Return a package by its normalized name.

        Raises:
            SetUpError: It is not installed.
        """
        if name not in self._by_name:
            raise SetUpError(f"{name} is not installed, though known.toml refers to it")
        return self._by_name[name]

    def licence(self, name: str) -> str | None:
        """Return the SPDX expression that a package says it is under, None when it says none that can be read."""
        metadata = self.package(name).metadata
        stated = next((metadata[field] for field in ("License-Expression", "License") if field in metadata), "")
        if re.fullmatch(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*", stated) and stated != "UNKNOWN":
            return stated
        meant = {_CLASSIFIERS[each] for each in metadata.get_all("Classifier") or () if each in _CLASSIFIERS}
        return meant.pop() if len(meant) == 1 else None

    def texts(self, name: str, called: str = "") -> tuple[Text, ...]:
        """Return the texts of licences that a package carries: all, or those whose file is called so."""
        package = self.package(name)
        metadata_folder = [path for path in package.files or () if ".dist-info" in path.parts[0]]
        named = [path for path in metadata_folder if _TEXT_NAME.search(path.as_posix()) and called in {"", path.name}]
        every = sorted(named, key=lambda path: (len(path.parts), str(path)))
        if called:
            every = every[:1]  # below are those of parts
        return tuple(
            _read(_title(name, path.as_posix()), Path(str(package.locate_file(path))))
            for path in every
            if path.suffix not in {".py", ".pyc"}
        )

    def text(self, name: str, file: str) -> Text:
        """Return one file of a package as a text."""
        place = Path(str(self.package(name).locate_file(file)))
        return _read(_title(name, place.name), place)

    def stated_versions(self, name: str) -> dict[str, str]:
        """Return the versions of what is inside of a package by its own bills of materials (PEP 770)."""
        package = self.package(name)
        bills = [path for path in package.files or () if "/sboms/" in path.as_posix() and path.suffix == ".json"]
        versions: dict[str, str] = {}
        for path in bills:
            stated = json.loads(Path(str(package.locate_file(path))).read_text("utf-8"))
            versions |= {
                part["name"]: part["version"]
                for part in stated.get("components", ())
                if part.get("version") and normalized(part["name"]) != name
            }
        return versions


def _plain(path: str) -> str:
    return os.path.normcase(os.path.normpath(path))


def _read(title: str, place: Path) -> Text:
    return Text(name=title, content=place.read_text(encoding="utf-8", errors="replace"))


def _title(name: str, path: str) -> str:
    inner = path.partition(".dist-info/")[2].removeprefix("licenses/") or path
    return f"{name}-{inner.replace('/', '-').removesuffix('.txt')}.txt"
