"""Changing values in the text of a scenario file without disturbing its comments, order and spelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final, TypeAlias

import tomlkit
from tomlkit.items import AbstractTable, InlineTable, Item

from desktop_app.storage.toml_layout import Section, split_sections, toml_string
from desktop_app.storage.toml_reading import load_toml

#: What a key may stand for: a value, a list, or a table or list of tables inside a section.
Value: TypeAlias = "str | int | float | bool | tuple[Value, ...] | Mapping[str, Value]"
#: The keys of one section with their values, as a file has them.
Values = Mapping[str, Value]

#: The sections in the order of a new file.
_ORDER: Final = ("machine", "scheduler", "resource", "device", "process", "action", "bookmark")
_SINGLE: Final = ("machine", "scheduler")


def new_section(path: tuple[str, ...], values: Values) -> str:
    """Return the text of a section; ``path`` is its name in parts, empty for the keys at the top of a file."""
    lines = (f"{key} = {_item(value).as_string()}\n" for key, value in values.items())
    name = ".".join(path)
    header = "" if not path else f"[{name}]\n" if path[0] in _SINGLE else f"[[{name}]]\n"
    return header + "".join(lines)


def unusual(values: Values, usual: Values) -> Values:
    """Return the values that differ from the usual ones, which a reader assumes where there are none."""
    return {key: value for key, value in values.items() if key not in usual or usual[key] != value}


class Layout:
    """The text of one valid scenario file while its values change.

    Args:
        text: The file's text, with a line end at its end.
        file: Its name, for errors.
    """

    def __init__(self, text: str, *, file: str) -> None:
        self._file = file
        self._sections = split_sections(text)
        self._paths = [(), *(self._header(section) for section in self._sections[1:])]

    @property
    def text(self) -> str:
        """The file's text as it now is."""
        return "".join(section.text for section in self._sections)

    def change(self, kind: str, old: Values, new: Values, *, usual: Values) -> None:
        """Give a section that occurs once its new values.

        Args:
            kind: Its name; empty for the keys at the top of the file.
            old: All its values as they were, those it has by default included.
            new: All its values as they are to be.
            usual: What its keys stand for where they are absent; such a value is not added.
        """
        if kind:
            for key in [key for key in {**old, **new} if old.get(key) != new.get(key)]:
                old, new = self._changed_below((kind, key), old, new, usual)
        if old == new:
            return
        path = (kind,) if kind else ()
        if path in self._paths:
            position = self._paths.index(path)
            self._sections[position] = self._edited(position, path, old, new, usual)
        elif kind in self._load(self._sections[0]):  # machine = { cores = 2 }, or machine.cores = 2
            self._sections[0] = self._edited(0, path, old, new, usual)
        else:
            self._insert(self._place(kind), path, unusual(new, usual))

    def change_entries(
        self,
        kind: str,
        old: Sequence[Values],
        new: Sequence[Values],
        *,
        usual: Sequence[Values],
        fresh: Sequence[Values],
        names: Sequence[str] = (),
    ) -> None:
        """Give a list of sections its new entries; one that stays the same keeps its text, wherever it now stands.

        Args:
            kind: The sections' name.
            old: The entries as they were, with all their values.
            new: The entries as they are to be.
            usual: What each new entry's keys stand for where they are absent.
            fresh: What is written of each new entry that has no text yet.
            names: What each new entry is called when its text has no name; empty when every text has one.
        """
        positions = [position for position, path in enumerate(self._paths) if path == (kind,)]
        if not positions:
            if list(old) != list(new):
                self._replace_inline(kind, fresh)
            return
        # From the end, so that the positions before it stay what they are.
        for old_first, old_end, new_first, new_end in reversed(_differences(old, new)):
            kept = min(old_end - old_first, new_end - new_first)
            for values in reversed(fresh[new_first + kept : new_end]):
                following = old_first + kept
                place = positions[following] if following < len(positions) else positions[-1] + 1
                self._insert(place, (kind,), values)
            for position in reversed(positions[old_first + kept : old_end]):
                self._remove(position)
            for index in range(kept):
                position, entry = positions[old_first + index], new_first + index
                if not names and old[old_first + index] == new[entry]:
                    continue
                raw = self._load(self._sections[position])[kind][0]
                known = old[old_first + index]
                if names and "name" not in raw:
                    known = {**known, "name": names[entry]}
                known, values = _as_spelled(known, raw), _as_spelled(new[entry], raw)
                self._sections[position] = self._edited(position, (kind, 0), known, values, usual[entry])

    def _replace_inline(self, kind: str, fresh: Sequence[Values]) -> None:
        """Write sections where there are none: in the place of ``process = [{ ... }]``, or of nothing."""
        self._sections[0] = self._edited(0, (), {kind: ""}, {}, {})
        place = self._place(kind)
        for offset, values in enumerate(fresh):
            self._insert(place + offset, (kind,), values)

    def _header(self, section: Section) -> tuple[str, ...]:
        """Return the name of a section in parts."""
        value: Any = load_toml(section.body.partition("\n")[0], file=self._file)
        path = []
        while value:
            key = next(iter(value))
            path.append(key)
            value = value[key][0] if isinstance(value[key], list) else value[key]
        return tuple(path)

    def _load(self, section: Section) -> dict[str, Any]:
        return load_toml(section.body, file=self._file)

    def _place(self, kind: str) -> int:
        """Return where a new section belongs: behind the last one that comes before it in a new file."""
        ranks = [_ORDER.index(path[0]) if path else -1 for path in self._paths]
        return 1 + max(position for position, rank in enumerate(ranks) if rank <= _ORDER.index(kind))

    def _changed_below(self, path: tuple[str, str], old: Values, new: Values, usual: Values) -> tuple[Values, Values]:
        """Change what has a header of its own inside a section, such as ``[machine.starts]``.

        Returns:
            The old and the new values of the section itself that are left to change.
        """
        positions = [position for position, known in enumerate(self._paths) if known == path]
        if not positions:
            return old, new
        key = path[1]
        before, after, assumed = (values.get(key) for values in (old, new, usual))
        old = {name: value for name, value in old.items() if name != key}
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            known = assumed if isinstance(assumed, Mapping) else {}
            self._sections[positions[0]] = self._edited(positions[0], path, before, after, known)
            return old, {name: value for name, value in new.items() if name != key}
        for position in reversed(positions):
            self._remove(position)
        return old, new

    def _edited(self, position: int, path: tuple[str | int, ...], old: Values, new: Values, usual: Values) -> Section:
        section = self._sections[position]
        if not section.body:  # the top of a file without keys: its comments stay first
            changed = {key: value for key, value in unusual(new, usual).items() if old.get(key) != value}
            body = f"{new_section((), changed)}\n" if changed else ""
            return Section(lead=section.tail, body=body, tail="")
        document = tomlkit.parse(section.body)
        table: Any = document
        for step in path:
            table = table[step]
        if not _edit(table, old, new, usual):
            return section
        return Section(lead=section.lead, body=document.as_string(), tail=section.tail)

    def _insert(self, position: int, path: tuple[str, ...], values: Values) -> None:
        before = self._sections[position - 1]
        if before.text and not before.text.endswith("\n\n"):
            self._sections[position - 1] = Section(lead=before.lead, body=before.body, tail=f"{before.tail}\n")
        blank = "\n" if position < len(self._sections) else ""
        self._sections.insert(position, Section(lead="", body=new_section(path, values), tail=blank))
        self._paths.insert(position, path)

    def _remove(self, position: int) -> None:
        removed = self._sections.pop(position)
        del self._paths[position]
        if "#" in removed.tail:  # it stands apart from the entry, so it speaks of more than the entry
            before = self._sections[position - 1]
            tail = before.tail + removed.tail
            self._sections[position - 1] = Section(lead=before.lead, body=before.body, tail=tail)


def _differences(old: Sequence[Values], new: Sequence[Values]) -> list[tuple[int, int, int, int]]:
    """Return where entries differ or move: from and to which index of the old ones, and of the new ones."""
    before, after = ([tuple(values.items()) for values in entries] for entries in (old, new))
    # Most changes are few and close together, and matching takes time that grows with the square: without this, one
    # changed action among 4,000 took 1.9 s.
    first = _same(before, after)
    last = _same(before[first:][::-1], after[first:][::-1])
    middle = before[first : len(before) - last], after[first : len(after) - last]
    blocks = [
        (first + old_first, first + old_end, first + new_first, first + new_end)
        for _, old_first, old_end, new_first, new_end in SequenceMatcher(None, *middle, autojunk=False).get_opcodes()
    ]
    return [*blocks, (len(before) - last, len(before), len(after) - last, len(after))]


def _same(before: Sequence[object], after: Sequence[object]) -> int:
    """Return with how many items two sequences begin alike."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(before), len(after)))


def _edit(table: Any, old: Values, new: Values, usual: Values) -> bool:  # noqa: ANN401 - tomlkit's tables are untyped
    """Change a table of a file from old to new values; return whether anything was to change."""
    changed = {key: value for key, value in new.items() if key not in old or old[key] != value}
    gone = [key for key in old if key not in new and key in table]
    for key in gone:
        del table[key]
    edited = bool(gone)
    for key, value in changed.items():
        assumed = usual.get(key)
        if isinstance(value, Mapping) and isinstance(table.get(key), AbstractTable):
            before = old.get(key)
            known = before if isinstance(before, Mapping) else {}
            edited |= _edit(table[key], known, value, assumed if isinstance(assumed, Mapping) else {})
        elif key in table or assumed != value:
            wanted = unusual(value, assumed) if isinstance(value, Mapping) and isinstance(assumed, Mapping) else value
            table[key] = _item(wanted)
            edited = True
    return edited


def _as_spelled(values: Values, raw: Mapping[str, Any]) -> Values:
    """Return a periodic task's values with the one of ``wcet`` and ``bursts`` that its text has."""
    if "wcet" in values and "bursts" in raw:
        others = {key: value for key, value in values.items() if key != "wcet"}
        return {**others, "bursts": f"cpu {values['wcet']}"}
    return values


def _item(value: Value) -> Item:
    match value:
        case str():
            return toml_string(value)
        case Mapping():
            return _inline_table(value)
        case tuple():
            items = tomlkit.array()
            for element in value:
                items.append(_item(element))
            return items
        case _:
            return tomlkit.item(value)


def _inline_table(values: Values) -> InlineTable:
    table = tomlkit.inline_table()
    for key, value in values.items():
        table.append(key, _item(value))
    return table
