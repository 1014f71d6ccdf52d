"""The canonical operations: what the instructions of every supported CPython version are decoded to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from desktop_app.model.listing import Access
    from desktop_app.program.effects import Shown


class Op(Enum):
    """What an instruction does, whatever its CPython version calls it.

    Where versions differ in the order of the operand stack (NULL below or above a callable), the handler copes with
    both; where they differ in an argument's coding, the decoder has evened it out.
    """

    NOP = auto()
    PUSH_NULL = auto()
    POP_TOP = auto()
    COPY = auto()
    SWAP = auto()

    LOAD_CONST = auto()
    LOAD_NAME = auto()
    STORE_NAME = auto()
    DELETE_NAME = auto()

    LOAD_GLOBAL = auto()
    LOAD_CALLED = auto()
    STORE_GLOBAL = auto()
    DELETE_GLOBAL = auto()
    LOAD_LOCAL = auto()
    LOAD_TWO_LOCALS = auto()
    LOAD_LOCAL_AND_CLEAR = auto()
    STORE_LOCAL = auto()
    STORE_TWO_LOCALS = auto()
    STORE_AND_LOAD_LOCAL = auto()
    DELETE_LOCAL = auto()
    MAKE_CELL = auto()
    COPY_FREE = auto()
    LOAD_CELL_ITSELF = auto()
    LOAD_CELL = auto()
    STORE_CELL = auto()
    DELETE_CELL = auto()

    LOAD_NAMESPACE = auto()
    LOAD_NAME_OR_CELL = auto()
    LOAD_NAME_OR_GLOBAL = auto()
    SET_UP_ANNOTATIONS = auto()

    LOAD_ATTRIBUTE = auto()
    STORE_ATTRIBUTE = auto()
    DELETE_ATTRIBUTE = auto()
    LOAD_SUPER_ATTRIBUTE = auto()
    LOAD_BUILD_CLASS = auto()

    IMPORT = auto()
    IMPORT_FROM = auto()
    IMPORT_STAR = auto()

    MERGE_KEYWORDS = auto()

    MAKE_FUNCTION = auto()
    SET_FUNCTION_PART = auto()

    UNARY = auto()
    UNARY_NOT = auto()
    TO_BOOL = auto()
    BINARY = auto()
    COMPARE = auto()
    IS = auto()
    CONTAINS = auto()

    BUILD_LIST = auto()
    BUILD_TUPLE = auto()
    BUILD_SLICE = auto()
    BUILD_STRING = auto()
    BUILD_MAP = auto()
    BUILD_CONST_KEY_MAP = auto()
    BUILD_SET = auto()
    LIST_EXTEND = auto()
    LIST_APPEND = auto()
    LIST_TO_TUPLE = auto()
    SET_ADD = auto()
    SET_UPDATE = auto()
    MAP_ADD = auto()
    DICT_UPDATE = auto()
    UNPACK_SEQUENCE = auto()
    UNPACK_STARRED = auto()
    LOAD_ITEM = auto()
    LOAD_SLICE = auto()
    STORE_ITEM = auto()
    STORE_SLICE = auto()
    DELETE_ITEM = auto()

    FORMAT = auto()
    CONVERT = auto()

    JUMP = auto()
    POP_JUMP_IF_TRUE = auto()
    POP_JUMP_IF_FALSE = auto()
    POP_JUMP_IF_NONE = auto()
    POP_JUMP_IF_NOT_NONE = auto()
    JUMP_IF_TRUE_OR_POP = auto()
    JUMP_IF_FALSE_OR_POP = auto()
    GET_ITER = auto()
    FOR_ITER = auto()

    LOAD_METHOD = auto()
    KEYWORD_NAMES = auto()
    CALL = auto()
    CALL_KEYWORDS = auto()
    CALL_UNPACKED = auto()
    RETURN = auto()
    RETURN_CONST = auto()

    RETURN_GENERATOR = auto()
    YIELD = auto()
    SEND = auto()
    END_SEND = auto()
    CLEAN_UP_THROW = auto()
    GET_YIELD_FROM_ITER = auto()
    GET_AWAITABLE = auto()
    GET_ASYNC_ITER = auto()
    GET_ASYNC_NEXT = auto()
    END_ASYNC_FOR = auto()
    WRAP_ASYNC_YIELD = auto()
    STOP_ITERATION_ERROR = auto()

    BEFORE_WITH = auto()
    LOAD_SPECIAL = auto()
    CALL_EXIT = auto()

    MATCH_MAPPING = auto()
    MATCH_SEQUENCE = auto()
    MATCH_KEYS = auto()
    MATCH_CLASS = auto()
    GET_LENGTH = auto()

    PUSH_EXCEPTION = auto()
    POP_EXCEPTION = auto()
    MATCH_EXCEPTION = auto()
    RAISE = auto()
    RERAISE = auto()
    LOAD_COMMON = auto()


class SwitchPoint(Enum):
    """Whether CPython looks at the eval breaker in an instruction, where a thread may lose the GIL."""

    NEVER = auto()
    ALWAYS = auto()
    WHEN_JUMPING = auto()
    """Only when a conditional jump is taken: 3.11's conditional backward jumps."""


class Catch(NamedTuple):
    """Where an exception goes that an instruction raises.

    Attributes:
        target: Index of the handler's first instruction.
        depth: How many values of the operand stack stay.
        lasti: Whether the failing instruction's place goes on the stack below the exception.
    """

    target: int
    depth: int
    lasti: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One decoded instruction; a field that the operation has no use for keeps its default.

    Attributes:
        index: Its index in the listing, and in the decoded code.
        op: The operation.
        count: How many operands, which one from the top of the stack, or which slot of the frame.
        second: Which other slot of the frame.
        name: A variable's or method's name, or the symbol of an operator.
        value: A constant, a tuple of keyword names, how many names follow a starred one, or None.
        pushed: ``value`` as a reader sees it on the stack.
        flag: ``not in`` and ``is not``; augmented assignment; a format with a specification; a comparison that gives
            a bool; a loop end that drops its iterator; a NULL above what is called; a call with
            unpacked keyword arguments.
        target: Index of the instruction to jump to; -1 when it never jumps.
        switch_point: Whether a thread may lose the GIL here.
        frame: Index of its traceback lines; -1 for none.
        accesses: The variables that it reads, writes or deletes.
    """

    index: int
    op: Op
    count: int = 0
    second: int = 0
    name: str = ""
    value: object = None
    pushed: tuple[Shown, ...] = ()
    flag: bool = False
    target: int = -1
    switch_point: SwitchPoint = SwitchPoint.NEVER
    frame: int = -1
    accesses: tuple[Access, ...] = ()
