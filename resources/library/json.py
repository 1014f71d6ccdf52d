"""Values to JSON text and back: dumps, loads, dump, load, JSONEncoder, JSONDecoder, JSONDecodeError.

Left out: detecting the encoding of bytes other than UTF-8.
"""

import _machine

__all__ = ["JSONDecodeError", "JSONDecoder", "JSONEncoder", "dump", "dumps", "load", "loads"]

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\b": "\\b"}
_UNESCAPES = {'"': '"', "\\": "\\", "/": "/", "n": "\n", "r": "\r", "t": "\t", "f": "\f", "b": "\b"}
_INFINITY = float("inf")
_NUMBER_CHARS = frozenset("0123456789+-.eE")
_DIGITS = frozenset("0123456789")


class JSONDecodeError(ValueError):
    """Text that is no JSON."""

    def __init__(self, msg, doc, pos):
        line = doc.count("\n", 0, pos) + 1
        column = pos - doc.rfind("\n", 0, pos)
        super().__init__(f"{msg}: line {line} column {column} (char {pos})")
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = line
        self.colno = column


JSONDecodeError.__module__ = "json.decoder"


def _text(value, ascii_only):
    """A string in quotes, with what needs it escaped."""
    if value.isascii() and value.isprintable():
        if "\\" in value:
            value = value.replace("\\", "\\\\")
        if '"' in value:
            value = value.replace('"', '\\"')
        return '"' + value + '"'
    result = []
    for char in value:
        if char in _ESCAPES:
            result.append(_ESCAPES[char])
        elif char < " " or (ascii_only and char > "~"):
            code = ord(char)
            if code > 0xFFFF:
                code -= 0x10000
                result.append(f"\\u{0xD800 | code >> 10:04x}\\u{0xDC00 | code & 0x3FF:04x}")
            else:
                result.append(f"\\u{code:04x}")
        else:
            result.append(char)
    return '"' + "".join(result) + '"'


class JSONEncoder:
    """Makes JSON text of values; `default` makes a plain value of others."""

    item_separator = ", "
    key_separator = ": "

    def __init__(
        self,
        *,
        skipkeys=False,
        ensure_ascii=True,
        check_circular=True,
        allow_nan=True,
        sort_keys=False,
        indent=None,
        separators=None,
        default=None,
    ):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f"Object of type {type(o).__name__} is not JSON serializable")

    def encode(self, o):
        parts = []
        self._write(o, parts, 0, [])
        return "".join(parts)

    def iterencode(self, o, _one_shot=False):
        return iter([self.encode(o)])

    def _write(self, value, parts, depth, around):
        if isinstance(value, str):
            parts.append(_text(value, self.ensure_ascii))
        elif value is None:
            parts.append("null")
        elif value is True:
            parts.append("true")
        elif value is False:
            parts.append("false")
        elif isinstance(value, int):
            parts.append(int.__repr__(value))
        elif isinstance(value, float):
            parts.append(self._float(value))
        else:
            self._write_composed(value, parts, depth, around)

    def _write_composed(self, value, parts, depth, around):
        if self.check_circular:
            for outer in around:
                if outer is value:
                    raise ValueError("Circular reference detected")
        around.append(value)
        if isinstance(value, (list, tuple)):
            self._write_list(value, parts, depth + 1, around)
        elif isinstance(value, dict):
            self._write_dict(value, parts, depth + 1, around)
        elif _machine.version() < (3, 14):
            self._write(self.default(value), parts, depth, around)
        else:
            try:
                plain = self.default(value)
            except Exception as error:
                error.add_note(f"when serializing {type(value).__name__} object")
                raise
            self._write(plain, parts, depth, around)
        around.pop()

    def _line(self, depth):
        if self.indent is None:
            return ""
        return "\n" + (self.indent if isinstance(self.indent, str) else " " * self.indent) * depth

    def _write_list(self, value, parts, depth, around):
        if not value:
            parts.append("[]")
            return
        line = self._line(depth)
        between = self.item_separator + line
        parts.append("[" + line)
        for place, item in enumerate(value):
            if place:
                parts.append(between)
            if _machine.version() < (3, 14):
                self._write(item, parts, depth, around)
            else:
                try:
                    self._write(item, parts, depth, around)
                except Exception as error:
                    error.add_note(f"when serializing {type(value).__name__} item {place}")
                    raise
        parts.append(self._line(depth - 1) + "]")

    def _write_dict(self, value, parts, depth, around):
        if not value:
            parts.append("{}")
            return
        line = self._line(depth)
        between = self.item_separator + line
        items = value.items()
        if self.sort_keys:
            items = sorted(items)
        parts.append("{")
        first = True
        for key, item in items:
            name = self._key(key)
            if name is None:
                continue
            parts.append(line if first else between)
            first = False
            parts.append(_text(name, self.ensure_ascii) + self.key_separator)
            if _machine.version() < (3, 14):
                self._write(item, parts, depth, around)
            else:
                try:
                    self._write(item, parts, depth, around)
                except Exception as error:
                    error.add_note(f"when serializing {type(value).__name__} item {key!r}")
                    raise
        parts.append("}" if first else self._line(depth - 1) + "}")

    def _key(self, key):
        if isinstance(key, str):
            return key
        if isinstance(key, float):
            return self._float(key)
        if key is True:
            return "true"
        if key is False:
            return "false"
        if key is None:
            return "null"
        if isinstance(key, int):
            return int.__repr__(key)
        if self.skipkeys:
            return None
        raise TypeError(f"keys must be str, int, float, bool or None, not {type(key).__name__}")

    def _float(self, value):
        if value != value:
            text = "NaN"
        elif value == _INFINITY:
            text = "Infinity"
        elif value == -_INFINITY:
            text = "-Infinity"
        else:
            return float.__repr__(value)
        if not self.allow_nan:
            tail = f": {value!r}" if _machine.version() >= (3, 12) else ""
            raise ValueError(f"Out of range float values are not JSON compliant{tail}")
        return text


def dumps(
    obj,
    *,
    skipkeys=False,
    ensure_ascii=True,
    check_circular=True,
    allow_nan=True,
    cls=None,
    indent=None,
    separators=None,
    default=None,
    sort_keys=False,
    **kw,
):
    """The JSON text of a value."""
    return (JSONEncoder if cls is None else cls)(
        skipkeys=skipkeys,
        ensure_ascii=ensure_ascii,
        check_circular=check_circular,
        allow_nan=allow_nan,
        indent=indent,
        separators=separators,
        default=default,
        sort_keys=sort_keys,
        **kw,
    ).encode(obj)


def dump(obj, fp, **kw):
    """Write the JSON text of a value to a file."""
    fp.write(dumps(obj, **kw))


class JSONDecoder:
    """Makes values of JSON text; the hooks make other ones of objects and numbers."""

    def __init__(
        self,
        *,
        object_hook=None,
        parse_float=None,
        parse_int=None,
        parse_constant=None,
        strict=True,
        object_pairs_hook=None,
    ):
        self.object_hook = object_hook
        self.parse_float = float if parse_float is None else parse_float
        self.parse_int = int if parse_int is None else parse_int
        self.parse_constant = parse_constant
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook

    def decode(self, s):
        value, end = self.raw_decode(s, _after_space(s, 0))
        end = _after_space(s, end)
        if end != len(s):
            raise JSONDecodeError("Extra data", s, end)
        return value

    def raw_decode(self, s, idx=0):
        return self._value(s, idx)

    def _value(self, s, place):
        char = s[place : place + 1]
        if char == '"':
            return self._string(s, place + 1)
        if char == "{":
            return self._object(s, place + 1)
        if char == "[":
            return self._array(s, place + 1)
        if char in _DIGITS or char == "-":
            found = self._number(s, place)
            if found is not None:
                return found
        for word, value in _WORDS:
            if s.startswith(word, place):
                if value == value and value not in (_INFINITY, -_INFINITY) or self.parse_constant is None:
                    return value, place + len(word)
                return self.parse_constant(word), place + len(word)
        raise JSONDecodeError("Expecting value", s, place)

    def _number(self, s, place):
        end = place
        while s[end : end + 1] in _NUMBER_CHARS and end < len(s):
            end += 1
        text = s[place:end]
        if text.isdigit() and (text[0] != "0" or len(text) == 1):
            return self.parse_int(text), end
        # The longest beginning that is a number: digits, a fraction, an exponent.
        start = 1 if text[0] == "-" else 0
        whole = _digits_end(text, start)
        if whole == start:
            return None
        if text[start] == "0":
            whole = start + 1
        stop = whole
        if text[stop : stop + 1] == ".":
            end = _digits_end(text, stop + 1)
            if end > stop + 1:
                stop = end
        if text[stop : stop + 1] in ("e", "E"):
            begin = stop + 1
            if text[begin : begin + 1] in ("+", "-"):
                begin += 1
            end = _digits_end(text, begin)
            if end > begin:
                stop = end
        text = text[:stop]
        return (self.parse_int if stop == whole else self.parse_float)(text), place + stop

    def _string(self, s, begin):
        place = begin
        parts = []
        while True:
            quote = s.find('"', place)
            if quote < 0:
                quote = len(s)
            slash = s.find("\\", place, quote)
            end = quote if slash < 0 else slash
            text = s[place:end]
            if self.strict and not text.isprintable():
                for offset, char in enumerate(text):
                    if char < " ":
                        raise JSONDecodeError("Invalid control character at", s, place + offset)
            parts.append(text)
            if end == len(s):
                raise JSONDecodeError("Unterminated string starting at", s, begin - 1)
            if end == quote:
                return "".join(parts), end + 1
            char = s[end + 1 : end + 2]
            if not char:
                raise JSONDecodeError("Unterminated string starting at", s, begin - 1)
            if char == "u":
                code, place = _code(s, end + 1)
                if 0xD800 <= code <= 0xDBFF and s.startswith("\\u", place):
                    low, after = _code(s, place + 1)
                    if 0xDC00 <= low <= 0xDFFF:
                        code = 0x10000 + ((code - 0xD800) << 10 | low - 0xDC00)
                        place = after
                parts.append(chr(code))
            elif char in _UNESCAPES:
                parts.append(_UNESCAPES[char])
                place = end + 2
            else:
                raise JSONDecodeError("Invalid \\escape", s, end)

    def _array(self, s, place):
        result = []
        place = _after_space(s, place)
        if s[place : place + 1] == "]":
            return result, place + 1
        while True:
            value, place = self._value(s, place)
            result.append(value)
            place = _after_space(s, place)
            char = s[place : place + 1]
            if char == "]":
                return result, place + 1
            if char != ",":
                raise JSONDecodeError("Expecting ',' delimiter", s, place)
            comma = place
            place = _after_space(s, place + 1)
            if s[place : place + 1] == "]" and _machine.version() >= (3, 13):
                raise JSONDecodeError("Illegal trailing comma before end of array", s, comma)

    def _object(self, s, place):
        pairs = []
        place = _after_space(s, place)
        char = s[place : place + 1]
        if char == "}":
            return self._finished(pairs), place + 1
        comma = None
        while True:
            if s[place : place + 1] != '"':
                if comma is not None and s[place : place + 1] == "}" and _machine.version() >= (3, 13):
                    raise JSONDecodeError("Illegal trailing comma before end of object", s, comma)
                raise JSONDecodeError("Expecting property name enclosed in double quotes", s, place)
            name, place = self._string(s, place + 1)
            place = _after_space(s, place)
            if s[place : place + 1] != ":":
                raise JSONDecodeError("Expecting ':' delimiter", s, place)
            value, place = self._value(s, _after_space(s, place + 1))
            pairs.append((name, value))
            place = _after_space(s, place)
            char = s[place : place + 1]
            if char == "}":
                return self._finished(pairs), place + 1
            if char != ",":
                raise JSONDecodeError("Expecting ',' delimiter", s, place)
            comma = place
            place = _after_space(s, place + 1)

    def _finished(self, pairs):
        if self.object_pairs_hook is not None:
            return self.object_pairs_hook(pairs)
        result = dict(pairs)
        return result if self.object_hook is None else self.object_hook(result)


_WORDS = [
    ("null", None),
    ("true", True),
    ("false", False),
    ("NaN", float("nan")),
    ("Infinity", _INFINITY),
    ("-Infinity", -_INFINITY),
]


def _after_space(s, place):
    while s[place : place + 1] in _SPACES:
        place += 1
    return place


_SPACES = frozenset(" \t\n\r")


def _digits_end(text, place):
    while text[place : place + 1] in _DIGITS:
        place += 1
    return place


def _code(s, place):
    """The number after the u of an escape, and where it ends."""
    digits = s[place + 1 : place + 5]
    if len(digits) == 4 and digits.isalnum() and digits.isascii():
        try:
            return int(digits, 16), place + 5
        except ValueError:
            pass
    raise JSONDecodeError("Invalid \\uXXXX escape", s, place)


def loads(
    s,
    *,
    cls=None,
    object_hook=None,
    parse_float=None,
    parse_int=None,
    parse_constant=None,
    object_pairs_hook=None,
    **kw,
):
    """The value of a JSON text."""
    if isinstance(s, str):
        if s.startswith("\ufeff"):
            raise JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", s, 0)
    elif isinstance(s, (bytes, bytearray)):
        s = s.decode("utf-8")
    else:
        raise TypeError(f"the JSON object must be str, bytes or bytearray, not {type(s).__name__}")
    return (JSONDecoder if cls is None else cls)(
        object_hook=object_hook,
        parse_float=parse_float,
        parse_int=parse_int,
        parse_constant=parse_constant,
        object_pairs_hook=object_pairs_hook,
        **kw,
    ).decode(s)


def load(fp, **kw):
    """The value of the JSON text of a file."""
    return loads(fp.read(), **kw)
