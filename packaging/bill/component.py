"""What the bill lists: components of a bundle, and the texts of their licences."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

#: Texts that many components share, and those that come with no package: kept beside this file.
TEXTS = Path(__file__).resolve().parent / "texts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A licence's text.

    Attributes:
        name: A file's name for it, without a folder.
        content: All of it.
    """

    name: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A part of a bundle that has a licence of its own.

    Attributes:
        name: As its makers call it.
        version: Empty where it is not known.
        licence: An SPDX expression.
        texts: The licence in full.
        copyright: Whose it is, a line each, where the texts do not say so.
        within: The component that it came inside of, such as a wheel; empty where it came by itself.
        source: Where its source code is to be had.
        purl: Its package URL; empty where it has none.
        files: Its files in the bundle, below the folder that Python starts from, sorted; none for what is linked into
            another component's file.
        modules: Its top-level Python modules in the program's archive, sorted.
    """

    name: str
    version: str
    licence: str
    texts: tuple[Text, ...] = ()
    copyright: str = ""
    within: str = ""
    source: str = ""
    purl: str = ""
    files: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """All of a bundle, or of the part of it that is handed out separately.

    Attributes:
        name: What is handed out.
        version: Its version.
        licence: Under which licence it is handed out as a whole, an SPDX expression.
        system: The operating system and machine that it is for, such as ``linux-x86_64``.
        components: What is in it, its own part first.
    """

    name: str
    version: str
    licence: str
    system: str
    components: tuple[Component, ...] = field(default_factory=tuple)


def shared_text(name: str) -> Text:
    """Return one of the texts kept beside this file, by its path there.

    Raises:
        FileNotFoundError: There is none of that name.
    """
    return Text(name=Path(name).name, content=(TEXTS / name).read_text(encoding="utf-8"))
