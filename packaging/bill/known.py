"""Reads known.toml and qt.toml: what packages do not say about themselves, or about what is inside of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A Python package whose own words are missing or say too little.

    Attributes:
        name: Its normalized name.
        title: What its makers call it.
        licence: An SPDX expression.
        texts: Names of texts, as known.toml describes them.
        source: Where its source code is, with ``{version}`` in place of its version.
        copyright: Whose it is, a line each, where the texts do not say so.
    """

    name: str
    title: str
    licence: str
    texts: tuple[str, ...]
    source: str
    copyright: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What came inside of a package, or of Python: libraries beside it, or code linked into it.

    Attributes:
        of: The package's normalized name; ``cpython`` for Python, a star for whatever it came with.
        name: What it is called.
        licence: An SPDX expression.
        texts: As for a package.
        source: As for a package; ``{minor}`` is the first two numbers of the version.
        version: Where the version is to be had, as ``module:attribute``; else as it is.
        pattern: A regular expression, whose group is the version, for the contents of its own files.
        bill: What the package's own bill of materials (PEP 770) calls it, where that is not its name.
        files: Patterns of the files that are its own, as paths in the bundle.
        linked_into: Patterns of the package's files that it is linked into. Where there are patterns and no file of the
            bundle is like any, it is not there; without any it is where the package is.
        only: The systems, as ``sys.platform`` has them, on which it is there; none for all.
        copyright: Whose it is, a line each, where the texts do not say so.
    """

    of: str
    name: str
    licence: str
    texts: tuple[str, ...]
    source: str
    version: str = ""
    pattern: str = ""
    bill: str = ""
    files: tuple[str, ...] = ()
    linked_into: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    copyright: str = ""

    def owns(self, path: str) -> bool:
        """Say whether a file of the bundle is its own."""
        return _like(path, self.files)

    def is_in(self, path: str) -> bool:
        """Say whether it is linked into a file of the bundle."""
        return _like(path, self.linked_into)


def _like(path: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(path.casefold(), pattern.casefold()) for pattern in patterns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that is known.

    Attributes:
        packages: Packages by their names.
        stated: Licences by the names of packages, for versions that do not state theirs.
        insides: What came inside of packages, or of Python.
        debian: Licences by Debian's source packages.
    """

    packages: dict[str, Package]
    stated: dict[str, str]
    insides: tuple[Inside, ...]
    debian: dict[str, str]


def read_known(folder: Path = HERE) -> Known:
    """Return what known.toml and qt.toml in a folder say."""
    known = tomllib.loads((folder / "known.toml").read_text(encoding="utf-8"))
    qt = tomllib.loads((folder / "qt.toml").read_text(encoding="utf-8"))
    packages = [Package(**_tuples(table)) for table in known["package"]]
    return Known(
        packages={package.name: package for package in packages},
        stated=known["stated"],
        insides=tuple(
            [Inside(**_tuples(table)) for table in known["inside"]] + [_of_qt(table) for table in qt["component"]]
        ),
        debian=known["debian"],
    )


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _of_qt(table: dict[str, Any]) -> Inside:
    return Inside(
        of="pyside6-essentials",
        name=f"{table['name']} (in Qt)",
        licence=table["licence"],
        texts=tuple(table["texts"]),
        source=table["source"],
        version=table["version"],
        only=(table["only"],) if table["only"] else (),
        copyright=table["copyright"],
    )
