"""The bill as files: index.json for machines; for people each different text once, and a note on them.

They lie in the bundle, below the folder that Python starts from: in `licences`, and those of video in `licences/video`,
so that video can be laid over the program's folder.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

from failures import SetUpError

from bill.component import Bill, Component, Text
from bill.notice import notice

#: What this file writes; another number is another layout.
FORMAT = 1
FOLDER = "licences"
VIDEO_FOLDER = f"{FOLDER}/video"
NOTE = "README.txt"
#: Inside a bundle, what holds everything but the programs: on Linux and Windows, and in an app of macOS.
_CONTENTS = ("_internal", "Contents/Frameworks")


def write(bill: Bill, folder: Path) -> None:
    """Write the bill into a folder, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    texts = folder / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    names: dict[str, str] = {}
    for component in bill.components:
        for text in component.texts:
            if text.content not in names:
                names[text.content] = _free(text.name, set(names.values()))
                (texts / names[text.content]).write_text(text.content, encoding="utf-8", newline="\n")
    whole = asdict(bill) | {"format": FORMAT}
    whole["components"] = [
        asdict(each) | {"texts": [names[text.content] for text in each.texts]} for each in bill.components
    ]
    (folder / NOTE).write_text(notice(bill), encoding="utf-8", newline="\n")
    (folder / "index.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False), encoding="utf-8", newline="\n")


def _free(wanted: str, taken: set[str]) -> str:
    stem, _, ending = re.sub(r"[^A-Za-z0-9._+-]+", "-", wanted).rpartition(".")
    if not stem or ending != "txt":
        stem = re.sub(r"[^A-Za-z0-9._+-]+", "-", wanted)
    lower = {name.casefold() for name in taken}  # some systems' files differ by more than case
    name, number = f"{stem}.txt", 1
    while name.casefold() in lower:
        number += 1
        name = f"{stem}-{number}.txt"
    return name


def read(folder: Path) -> Bill:
    """Return the bill in a folder, with its texts.

    Raises:
        SetUpError: There is none, or it is no bill of this layout.
    """
    try:
        whole: dict[str, Any] = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        if whole.pop("format") != FORMAT:
            raise SetUpError(f"{folder / 'index.json'} has another layout; build the bundle again")
        components = tuple(_component(table, folder / "texts") for table in whole.pop("components"))
        return Bill(components=components, **whole)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SetUpError(f"{folder} has no list of licences: {error}. Build the bundle again.") from error


def _component(table: dict[str, Any], texts: Path) -> Component:
    contents = tuple(Text(name=name, content=(texts / name).read_text(encoding="utf-8")) for name in table.pop("texts"))
    return Component(texts=contents, files=tuple(table.pop("files")), modules=tuple(table.pop("modules")), **table)


def contents_folder(bundle: Path) -> Path:
    """Return the folder of a bundle that holds everything but its programs.

    Raises:
        SetUpError: It is no bundle.
    """
    for name in _CONTENTS:
        if (bundle / name).is_dir():
            return bundle / name
    raise SetUpError(f"{bundle} is no bundle: it has no folder {' or '.join(_CONTENTS)}")


def note(bundle: Path) -> Path:
    """Return the note on licences and sources in a bundle: the program's, or that of video where it is alone.

    Raises:
        SetUpError: There is none.
    """
    contents = contents_folder(bundle)
    for folder in (FOLDER, VIDEO_FOLDER):
        if (contents / folder / NOTE).is_file():
            return contents / folder / NOTE
    raise SetUpError(f"{contents / FOLDER} has no {NOTE}. Build the bundle again: packaging/dev.py bundle")


def bills(bundle: Path) -> list[Bill]:
    """Return the bills in a bundle: the program's, that of video, or both where one was laid over the other.

    Raises:
        SetUpError: There is none.
    """
    contents = contents_folder(bundle)
    folders = [contents / FOLDER, contents / VIDEO_FOLDER]
    found = [read(folder) for folder in folders if (folder / "index.json").is_file()]
    if not found:
        raise SetUpError(f"{contents / FOLDER} has no index.json. Build the bundle again: packaging/dev.py bundle")
    return found
