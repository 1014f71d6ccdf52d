"""What Coreloom is made of, and under which licences: a bundle brings a list; elsewhere the packages say it."""

from __future__ import annotations

import platform
import re
import sys
import sysconfig
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

import msgspec

from desktop_app import __version__
from desktop_app.model.errors import FileError
from desktop_app.storage.regular_file import read_regular_file

#: Bytes that a list, or a text of a licence, may have.
_MOST_BYTES: Final = 1 << 22
_LISTS: Final = ("licences", "licences/video")
_TEXT_NAME: Final = re.compile(r"(?:^|/)(?:licen[cs]es?|copying|notice|authors)[^/]*$", re.IGNORECASE)
_SOURCE: Final = "https://github.com/coreloom/coreloom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Licensed:
    """A part of Coreloom that has a licence of its own.

    Attributes:
        name: What its makers call it.
        version: Empty where it is not known.
        licence: An SPDX expression, or what the package calls it.
        texts: Finds the files with the text, in the order in which they are to be read; none where it came without.
        copyright: Whose it is, where the texts do not say so.
        within: What it came inside of; empty where it came by itself.
        source: Where its source code is to be had.
    """

    name: str
    version: str
    licence: str
    texts: Callable[[], tuple[Path, ...]] = field(default=tuple, compare=False)
    copyright: str = ""
    within: str = ""
    source: str = ""


class _Component(msgspec.Struct):
    name: str
    version: str
    licence: str
    texts: list[str]
    copyright: str = ""
    within: str = ""
    source: str = ""


class _List(msgspec.Struct):
    components: list[_Component]


def everything_licensed() -> tuple[Licensed, ...]:
    """Return what this copy of Coreloom is made of, itself first.

    Raises:
        FileError: A bundle's list is missing or damaged.
    """
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller's loader
    return _of_bundle(Path(bundle)) if bundle is not None else _of_environment()


def licence_text(licensed: Licensed) -> str:
    """Return the text of a licence, all its files one after the other; empty where it came without any.

    Raises:
        FileError: A file cannot be read.
    """
    texts = [
        read_regular_file(path, maximum_bytes=_MOST_BYTES).decode("utf-8", "replace").strip("\n")
        for path in licensed.texts()
    ]
    heads = [licensed.copyright] if licensed.copyright else []
    return f"\n\n{'-' * 80}\n\n".join(["\n".join(heads), *texts] if heads else texts)


def _of_bundle(contents: Path) -> tuple[Licensed, ...]:
    found: list[Licensed] = []
    for name in _LISTS:
        folder = contents / name
        if name == _LISTS[0] or folder.is_dir():  # video is not in each bundle
            found += _listed(folder)
    return tuple(found)


def _listed(folder: Path) -> list[Licensed]:
    index = folder / "index.json"
    try:
        listed = msgspec.json.decode(read_regular_file(index, maximum_bytes=_MOST_BYTES), type=_List)
    except msgspec.DecodeError as error:
        raise FileError(
            str(index), f"it belongs to Coreloom and is damaged ({error}); install Coreloom again"
        ) from None
    return [
        Licensed(
            name=each.name,
            version=each.version,
            licence=each.licence,
            texts=partial(_beside, folder / "texts", each.texts),
            copyright=each.copyright,
            within=each.within,
            source=each.source,
        )
        for each in listed.components
    ]


def _beside(folder: Path, names: Sequence[str]) -> tuple[Path, ...]:
    return tuple(folder / Path(name).name for name in names)


def _of_environment() -> tuple[Licensed, ...]:
    packages: dict[str, Distribution] = {}
    _add("coreloom", packages)
    packages.pop("coreloom", None)
    others = [_of_package(each) for each in packages.values()]
    return (_own(), _python(), *sorted(others, key=lambda each: each.name.casefold()))


def _add(name: str, packages: dict[str, Distribution]) -> None:
    """Add a package and what it requires; what is not there is not required here."""
    key = re.sub(r"[-_.]+", "-", name).casefold()
    if key in packages:
        return
    try:
        packages[key] = found = distribution(name)
    except PackageNotFoundError:
        return
    for requirement in found.requires or ():
        named = re.match(r"[A-Za-z0-9._-]+", requirement)
        if named and "extra ==" not in requirement:
            _add(named.group(), packages)


def _own() -> Licensed:
    return Licensed(name="Coreloom", version=__version__, licence="MIT", texts=_own_texts, source=_SOURCE)


def _own_texts() -> tuple[Path, ...]:
    beside = Path(__file__).resolve().parents[2] / "LICENSE"
    if beside.is_file():
        return (beside,)
    try:
        return _texts(distribution("coreloom"))
    except PackageNotFoundError:
        return ()


def _python() -> Licensed:
    return Licensed(
        name="Python",
        version=platform.python_version(),
        licence="PSF-2.0",
        texts=_python_texts,
        source="https://www.python.org/downloads/source/",
    )


def _python_texts() -> tuple[Path, ...]:
    folders = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
    return tuple(folder / "LICENSE.txt" for folder in folders if (folder / "LICENSE.txt").is_file())[:1]


def _of_package(package: Distribution) -> Licensed:
    metadata = package.metadata
    name = metadata["Name"]
    return Licensed(
        name=name,
        version=package.version,
        licence=_licence(package),
        texts=partial(_texts, package),  # looking through its files takes long where it has thousands
        source=f"https://pypi.org/project/{name}/{package.version}/",
    )


def _licence(package: Distribution) -> str:
    metadata = package.metadata
    stated = next((metadata[field] for field in ("License-Expression", "License") if field in metadata), "")
    classified = [each for each in metadata.get_all("Classifier") or () if each.startswith("License :: ")]
    if not stated or "\n" in stated:
        stated = ", ".join(each.rpartition(" :: ")[2] for each in classified)
    return stated


def _texts(package: Distribution) -> tuple[Path, ...]:
    files = [path for path in package.files or () if path.parts[0].endswith(".dist-info")]
    named = [path for path in files if _TEXT_NAME.search(path.as_posix()) and path.suffix not in {".py", ".pyc"}]
    return tuple(Path(str(package.locate_file(path))) for path in sorted(named, key=lambda path: len(path.parts)))
