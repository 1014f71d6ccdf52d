"""Values shown over several lines where one is too short: pprint, pp, pformat, PrettyPrinter.

Left out: writing to a stream, the long forms of bytes and of mapping views.
"""

_WORDS = " \t\n\r\x0b\x0c"


def pprint(
    object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False
):
    """Print a value."""
    PrettyPrinter(
        indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts, underscore_numbers=underscore_numbers
    ).pprint(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """Print a value with the keys of dicts in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """The text that would be printed."""
    return PrettyPrinter(
        indent, width, depth, compact=compact, sort_dicts=sort_dicts, underscore_numbers=underscore_numbers
    ).pformat(object)


def saferepr(object):
    return PrettyPrinter()._line(object, 0)


def isreadable(object):
    return PrettyPrinter().isreadable(object)


def isrecursive(object):
    return "<Recursion on " in saferepr(object)


class _Key:
    """Orders keys of any types: by their order where they have one, else by the names of the types."""

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        try:
            return self.value < other.value
        except TypeError:
            return (str(type(self.value)), id(self.value)) < (str(type(other.value)), id(other.value))


def _item_key(item):
    return _Key(item[0])


class PrettyPrinter:
    """Shows values within a width."""

    def __init__(
        self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True, underscore_numbers=False
    ):
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._indent = indent
        self._width = width
        self._depth = depth
        self._stream = stream
        self._compact = compact
        self._sort = sort_dicts
        self._underscores = underscore_numbers
        self._around = []

    def pprint(self, object):
        text = self.pformat(object)
        if self._stream is None:
            print(text)
        else:
            self._stream.write(text + "\n")

    def pformat(self, object):
        parts = []
        self._write(object, parts, 0, 0, 0)
        return "".join(parts)

    def isrecursive(self, object):
        return "<Recursion on " in self._line(object, 0)

    def isreadable(self, object):
        text = self._line(object, 0)
        return "<" not in text or not any(mark in text for mark in ("<Recursion on ", " at 0x", "<class "))

    def _line(self, value, level):
        """The value on one line."""
        kind = type(value)
        if kind is dict or kind is list or kind is tuple:
            if not value:
                return repr(value)
            if self._depth and level >= self._depth:
                return (
                    "{...}" if kind is dict else "[...]" if kind is list else "(...)" if len(value) != 1 else "(...,)"
                )
            if any(outer is value for outer in self._around):
                return _recursion(value)
            self._around.append(value)
            if kind is dict:
                items = sorted(value.items(), key=_item_key) if self._sort else value.items()
                parts = [f"{self._line(key, level + 1)}: {self._line(item, level + 1)}" for key, item in items]
                text = "{" + ", ".join(parts) + "}"
            else:
                parts = [self._line(item, level + 1) for item in value]
                text = (
                    "[" + ", ".join(parts) + "]"
                    if kind is list
                    else "(" + ", ".join(parts) + (",)" if len(parts) == 1 else ")")
                )
            self._around.pop()
            return text
        if self._underscores and kind is int:
            return f"{value:_d}"
        return repr(value)

    def _write(self, value, parts, indent, allowance, level):
        if any(outer is value for outer in self._around):
            parts.append(_recursion(value))
            return
        text = self._line(value, level)
        if len(text) > self._width - indent - allowance:
            show = _SHOWN.get(type(value))
            fields = None
            if show is None and hasattr(type(value), "__dataclass_fields__") and type(value).__dataclass_params__.repr:
                fields = [f for f in value.__dataclass_fields__.values() if f.repr]
            if show is not None or fields is not None:
                self._around.append(value)
                if show is not None:
                    show(self, value, parts, indent, allowance, level + 1)
                else:
                    _show_dataclass(self, value, fields, parts, indent, allowance, level + 1)
                self._around.pop()
                return
        parts.append(text)

    def _items(self, items, parts, indent, allowance, level):
        indent += self._indent
        if self._indent > 1:
            parts.append((self._indent - 1) * " ")
        between = ",\n" + " " * indent
        items = list(items)
        if self._compact:
            self._compact_items(items, parts, indent, allowance, level, between)
            return
        for place, item in enumerate(items):
            if place:
                parts.append(between)
            self._write(item, parts, indent, allowance if place == len(items) - 1 else 1, level)

    def _compact_items(self, items, parts, indent, allowance, level, between):
        room = width = self._width - indent + 1
        limit = width
        separator = ""
        for place, item in enumerate(items):
            if place == len(items) - 1:
                limit -= allowance
                room -= allowance
            text = self._line(item, level)
            needed = len(text) + 2
            if room < needed:
                room = limit if place == len(items) - 1 else width
                if separator:
                    separator = between
            if room >= needed:
                room -= needed
                parts.append(separator + text)
                separator = ", "
                continue
            parts.append(separator)
            separator = between
            self._write(item, parts, indent, allowance if place == len(items) - 1 else 1, level)

    def _pairs(self, items, parts, indent, allowance, level):
        indent += self._indent
        between = ",\n" + " " * indent
        items = list(items)
        for place, (key, item) in enumerate(items):
            if place:
                parts.append(between)
            text = self._line(key, level)
            parts.append(text + ": ")
            self._write(item, parts, indent + len(text) + 2, allowance if place == len(items) - 1 else 1, level)


def _recursion(value):
    return f"<Recursion on {type(value).__name__} with id={id(value)}>"


def _show_dict(printer, value, parts, indent, allowance, level):
    parts.append("{")
    if printer._indent > 1:
        parts.append((printer._indent - 1) * " ")
    if value:
        items = sorted(value.items(), key=_item_key) if printer._sort else value.items()
        printer._pairs(items, parts, indent, allowance + 1, level)
    parts.append("}")


def _show_list(printer, value, parts, indent, allowance, level):
    parts.append("[")
    printer._items(value, parts, indent, allowance + 1, level)
    parts.append("]")


def _show_tuple(printer, value, parts, indent, allowance, level):
    end = ",)" if len(value) == 1 else ")"
    parts.append("(")
    printer._items(value, parts, indent, allowance + len(end), level)
    parts.append(end)


def _show_set(printer, value, parts, indent, allowance, level):
    if not value:
        parts.append(repr(value))
        return
    begin, end = "{", "}"
    if type(value) is frozenset:
        begin, end = "frozenset({", "})"
        indent += len("frozenset") + 1
    parts.append(begin)
    printer._items(sorted(value, key=_Key), parts, indent, allowance + len(end), level)
    parts.append(end)


def _show_text(printer, value, parts, indent, allowance, level):
    if not value:
        parts.append(repr(value))
        return
    pieces = []
    lines = value.splitlines(True)
    if level == 1:
        indent += 1
        allowance += 1
    limit = width = printer._width - indent
    for number, line in enumerate(lines):
        text = repr(line)
        if number == len(lines) - 1:
            limit -= allowance
        if len(text) <= limit:
            pieces.append(text)
            continue
        words = _words(line)
        current = ""
        limit_here = width
        for place, word in enumerate(words):
            if place == len(words) - 1 and number == len(lines) - 1:
                limit_here -= allowance
            if len(repr(current + word)) > limit_here:
                if current:
                    pieces.append(repr(current))
                current = word
            else:
                current += word
        if current:
            pieces.append(repr(current))
    if len(pieces) == 1:
        parts.append(pieces[0])
        return
    text = ("\n" + " " * indent).join(pieces)
    parts.append("(" + text + ")" if level == 1 else text)


def _words(line):
    """The words of a line, each with the white space after it."""
    result = []
    start = 0
    for place in range(1, len(line)):
        if line[place] not in _WORDS and line[place - 1] in _WORDS:
            result.append(line[start:place])
            start = place
    result.append(line[start:])
    return result


def _show_counter(printer, value, parts, indent, allowance, level):
    if not value:
        parts.append(repr(value))
        return
    name = type(value).__name__
    parts.append(name + "({")
    if printer._indent > 1:
        parts.append((printer._indent - 1) * " ")
    printer._pairs(value.most_common(), parts, indent + len(name) + 1, allowance + 2, level)
    parts.append("})")


def _show_ordered(printer, value, parts, indent, allowance, level):
    if not value:
        parts.append(repr(value))
        return
    name = type(value).__name__
    parts.append(name + "(")
    _show_list(printer, list(value.items()), parts, indent + len(name) + 1, allowance + 1, level)
    parts.append(")")


def _show_defaultdict(printer, value, parts, indent, allowance, level):
    if not value:
        parts.append(repr(value))
        return
    factory = printer._line(value.default_factory, level)
    name = type(value).__name__
    indent += len(name) + 1
    parts.append(f"{name}({factory},\n{' ' * indent}")
    _show_dict(printer, value, parts, indent, allowance + 1, level)
    parts.append(")")


def _show_deque(printer, value, parts, indent, allowance, level):
    if not value:
        parts.append(repr(value))
        return
    name = type(value).__name__
    parts.append(name + "(")
    indent += len(name) + 1
    parts.append("[")
    if value.maxlen is None:
        printer._items(value, parts, indent, allowance + 2, level)
        parts.append("])")
    else:
        printer._items(value, parts, indent, 2, level)
        parts.append(f"],\n{' ' * indent}maxlen={printer._line(value.maxlen, level)})")


def _show_dataclass(printer, value, fields, parts, indent, allowance, level):
    name = type(value).__name__
    indent += len(name) + 1
    parts.append(name + "(")
    between = ",\n" + " " * indent
    for place, field in enumerate(fields):
        if place:
            parts.append(between)
        parts.append(field.name + "=")
        room = allowance + 1 if place == len(fields) - 1 else 1
        printer._write(getattr(value, field.name), parts, indent + len(field.name) + 1, room, level)
    parts.append(")")


_SHOWN = {
    dict: _show_dict,
    list: _show_list,
    tuple: _show_tuple,
    set: _show_set,
    frozenset: _show_set,
    str: _show_text,
}


def _add_collections():
    from collections import Counter, OrderedDict, defaultdict, deque

    _SHOWN[Counter] = _show_counter
    _SHOWN[OrderedDict] = _show_ordered
    _SHOWN[defaultdict] = _show_defaultdict
    _SHOWN[deque] = _show_deque


_add_collections()
