"""What the bytes of an instruction of CPython's bytecode say, in words; from 3.11 to 3.14. No Qt.

The rules are those of the documentation of `dis` for each version. The bytes are those that the compiler wrote: while a
program runs, CPython may put a specialized opcode in the place of one, and fills the inline caches.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.model.listing import ListingLine
from desktop_app.views.stage.text import tr

#: The opcode that gives the instruction behind it a longer argument, by version.
_EXTENDED_ARG = {"3.11": 144, "3.12": 144, "3.13": 71, "3.14": 69}
_UNIT = 2

_CONSTANTS = frozenset({"LOAD_CONST", "RETURN_CONST", "KW_NAMES"})
_NAME_ENDS = ("_NAME", "_GLOBAL", "_ATTR", "_FROM", "_METHOD", "_GLOBALS")
_CELL_ENDS = ("_DEREF", "_CELL", "_CLOSURE", "_CLASSDEREF")
_JUMPS = ("JUMP", "FOR_ITER", "SEND")
_RESUMED = {
    0: "where a function or the program begins",
    1: "behind a yield",
    2: "behind a yield from",
    3: "behind an await",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """An instruction byte by byte.

    Attributes:
        longer: The arguments of the EXTENDED_ARG instructions before it, the highest byte first; mostly none.
        opcode: Its opcode.
        argument: The byte behind it.
        value: The whole argument: that byte, and those before it.
        caches: Bytes of inline caches behind it.
        meaning: What the argument means.
    """

    longer: tuple[int, ...]
    opcode: int
    argument: int
    value: int
    caches: int
    meaning: str


def spelled(line: ListingLine, python: str) -> Spelled:
    """Return what the bytes of an instruction say.

    Args:
        line: The instruction.
        python: The CPython version that compiled it, such as ``3.13.0``.
    """
    major, _, rest = python.partition(".")
    version = f"{major}.{rest.partition('.')[0]}"
    prefix = _EXTENDED_ARG.get(version)
    longer: list[int] = []
    at = 0
    while at + 2 * _UNIT <= len(line.raw) and line.raw[at] == prefix:
        longer.append(line.raw[at + 1])
        at += _UNIT
    value = int.from_bytes(bytes([*longer, line.raw[at + 1]]), "big")
    return Spelled(
        longer=tuple(longer),
        opcode=line.raw[at],
        argument=line.raw[at + 1],
        value=value,
        caches=len(line.raw) - at - _UNIT,
        meaning=_meaning(line, value, version),
    )


def _meaning(line: ListingLine, value: int, version: str) -> str:
    name, text = line.opname, line.argument
    if not text:
        return tr("not used, as this instruction has no argument")
    if name in _CONSTANTS:
        return tr("constant number {value}: {text}").format(value=value, text=text)
    if name == "LOAD_SMALL_INT":
        return tr("the number itself")
    if name.startswith("RESUME"):
        return tr(_RESUMED[value & 3])
    if name.startswith(_JUMPS) or "JUMP_" in name:
        way = tr("back") if "BACKWARD" in name else tr("on")
        return tr("{value} × 2 bytes {way}, {text}").format(value=value, way=way, text=text)
    return _place(name, text, value, version) or _count(name, text, value, version)


def _place(name: str, text: str, value: int, version: str) -> str:  # noqa: PLR0911 - one for each kind
    """Return what an argument says that is the number of a name or of a local variable; empty for others."""
    if name == "LOAD_GLOBAL" or (name == "LOAD_ATTR" and version != "3.11"):
        number, flag = divmod(value, 2)
        more = tr("a NULL for a call, too") if name == "LOAD_GLOBAL" else tr("as a method to call")
        also = more if flag else tr("nothing more")
        return tr("name number {number}: {text}; last bit: {also}").format(number=number, text=text, also=also)
    if name == "LOAD_SUPER_ATTR":
        return tr("name number {number}: {text}").format(number=value >> 2, text=text)
    if name.endswith(_NAME_ENDS):
        return tr("name number {number}: {text}").format(number=value, text=text)
    if name.count("_FAST") > 1:
        places = {"first": value >> 4, "second": value & 15, "text": text}
        return tr("local variables number {first} and {second}: {text}").format(**places)
    if "_FAST" in name:
        return tr("local variable number {value}: {text}").format(value=value, text=text)
    if name.endswith(_CELL_ENDS):
        return tr("place number {value} in the frame: {text}").format(value=value, text=text)
    return ""


def _count(name: str, text: str, value: int, version: str) -> str:  # noqa: PLR0911 - one for each kind
    if name == "COMPARE_OP":
        number = value >> {"3.11": 0, "3.12": 4}.get(version, 5)
        return tr("comparison number {number}: {text}").format(number=number, text=text)
    if name == "BINARY_OP":
        return tr("operation number {value}: {text}").format(value=value, text=text)
    if name in {"IS_OP", "CONTAINS_OP"}:
        return tr("inverted: not") if value else tr("not inverted")
    if name in {"CALL", "PRECALL", "CALL_KW"}:
        return tr("1 argument") if value == 1 else tr("{value} arguments").format(value=value)
    if name == "BUILD_MAP":
        return tr("{value} keys with their values").format(value=value)
    if name.startswith("BUILD_") or name == "UNPACK_SEQUENCE":
        return tr("1 value") if value == 1 else tr("{value} values").format(value=value)
    if name in {"COPY", "SWAP", "LIST_APPEND", "SET_ADD", "MAP_ADD", "LIST_EXTEND", "SET_UPDATE", "DICT_UPDATE"}:
        return tr("place {value} from the top of the stack").format(value=value)
    return text if text != str(value) else tr("the number itself")
