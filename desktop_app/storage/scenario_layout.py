"""Changing values in the text of a scenario file without disturbing its comments, order and spelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

import tomlkit
from tomlkit.items import Item

from desktop_app.model.scenario import OptionValue
from desktop_app.storage.toml_layout import Section, split_sections, toml_string
from desktop_app.storage.toml_reading import load_toml

#: The keys of one section with their values, as a file has them.
Values = dict[str, OptionValue]

_HEADERS: Final = {"": "", "machine": "[machine]\n", "scheduler": "[scheduler]\n", "process": "[[process]]\n"}


def new_section(kind: str, values: Mapping[str, OptionValue]) -> str:
    """Return the text of a section; ``kind`` is its name, empty for the keys at the top of a file."""
    lines = (f"{key} = {_item(value).as_string()}\n" for key, value in values.items())
    return _HEADERS[kind] + "".join(lines)


class Layout:
    """The text of one valid scenario file while its values change.

    Args:
        text: The file's text, with a line end at its end.
        file: Its name, for errors.
    """

    def __init__(self, text: str, *, file: str) -> None:
        self._file = file
        self._sections = split_sections(text)
        self._kinds = ["", *(next(iter(self._load(section))) for section in self._sections[1:])]

    @property
    def text(self) -> str:
        """The file's text as it now is."""
        return "".join(section.text for section in self._sections)

    def change(self, kind: str, old: Values, new: Values) -> None:
        """Give a section that occurs once its new values.

        Args:
            kind: Its name; empty for the keys at the top of the file.
            old: All its values as they were, those it has by default included.
            new: All its values as they are to be.
        """
        if old == new:
            return
        if kind in self._kinds:
            position = self._kinds.index(kind)
            self._sections[position] = self._edited(position, (kind,) if kind else (), old, new)
        elif kind in self._load(self._sections[0]):  # machine = { cores = 2 }, or machine.cores = 2
            self._sections[0] = self._edited(0, (kind,), old, new)
        else:
            after = max((self._kinds.index(k) for k in ("machine",) if k in self._kinds), default=0)
            self._insert(after + 1, kind, new)

    def change_processes(self, old: Sequence[Values], new: Sequence[Values], *, names: Sequence[str]) -> None:
        """Give the workload its new entries; an entry that stays the same keeps its text, wherever it now stands.

        Args:
            old: The entries as they were, with all their values.
            new: The entries as they are to be.
            names: What each new entry is called when its text has no name.
        """
        positions = [position for position, kind in enumerate(self._kinds) if kind == "process"]
        if not positions:  # process = [{ ... }]
            if list(old) != list(new):
                self._sections[0] = self._edited(0, (), {"process": ""}, {})
                for values in new:
                    self._insert(len(self._sections), "process", values)
            return
        before, after = ([tuple(values.items()) for values in entries] for entries in (old, new))
        opcodes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        # From the end, so that the positions before it stay what they are.
        for _, old_first, old_end, new_first, new_end in reversed(opcodes):
            kept = min(old_end - old_first, new_end - new_first)
            for values in reversed(new[new_first + kept : new_end]):
                following = old_first + kept
                place = positions[following] if following < len(positions) else positions[-1] + 1
                self._insert(place, "process", values)
            for position in reversed(positions[old_first + kept : old_end]):
                self._remove(position)
            for index in range(kept):
                position, values = positions[old_first + index], new[new_first + index]
                known = dict(old[old_first + index])
                if "name" not in self._load(self._sections[position])["process"][0]:
                    known["name"] = names[new_first + index]
                self._sections[position] = self._edited(position, ("process", 0), known, values)

    def _load(self, section: Section) -> dict[str, Any]:
        return load_toml(section.body, file=self._file)

    def _edited(self, position: int, path: tuple[str | int, ...], old: Values, new: Values) -> Section:
        section = self._sections[position]
        changed = {key: value for key, value in new.items() if key not in old or old[key] != value}
        gone = [key for key in old if key not in new]
        if not changed and not gone:
            return section
        if not section.body:  # the top of a file without keys: its comments stay first
            return Section(lead=section.tail, body=f"{new_section('', changed)}\n", tail="")
        document = tomlkit.parse(section.body)
        table: Any = document
        for step in path:
            table = table[step]
        for key in gone:
            if key in table:
                del table[key]
        for key, value in changed.items():
            table[key] = _item(value)
        return Section(lead=section.lead, body=document.as_string(), tail=section.tail)

    def _insert(self, position: int, kind: str, values: Values) -> None:
        before = self._sections[position - 1]
        if before.text and not before.text.endswith("\n\n"):
            self._sections[position - 1] = Section(lead=before.lead, body=before.body, tail=f"{before.tail}\n")
        blank = "\n" if position < len(self._sections) else ""
        self._sections.insert(position, Section(lead="", body=new_section(kind, values), tail=blank))
        self._kinds.insert(position, kind)

    def _remove(self, position: int) -> None:
        removed = self._sections.pop(position)
        del self._kinds[position]
        if "#" in removed.tail:  # it stands apart from the entry, so it speaks of more than the entry
            before = self._sections[position - 1]
            tail = before.tail + removed.tail
            self._sections[position - 1] = Section(lead=before.lead, body=before.body, tail=tail)


def _item(value: OptionValue) -> Item:
    return toml_string(value) if isinstance(value, str) else tomlkit.item(value)
