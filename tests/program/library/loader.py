"""Loads the hidden library under the host's CPython, in a world of its own: the host's real modules stay as they are.

Each file in `cases` has programs for one module: what all of them begin with, and then, after each line of dashes,
some statements and an expression. Whatever the host's own module makes of it, the library's must make of it too.
Run as a script it tries them without pytest: `python tests/program/library/loader.py [module ...]`.
"""

from __future__ import annotations

import builtins
import random
import re
import sys
import warnings
from difflib import get_close_matches
from pathlib import Path
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES: Final = Path(__file__).with_name("cases")
FOLDER: Final = Path(__file__).parents[3] / "resources" / "library"
#: Modules that the interpreter has natively; the library may use them.
_NATIVE: Final = ("math", "sys")
NOW_NS: Final = 1_500_000_000


def _machine() -> ModuleType:
    """A stand-in for the primitives that pure computation uses."""
    module = ModuleType("_machine")

    def special(obj: object, name: str) -> Any:
        found = getattr(type(obj), name, None)
        return None if found is None else found.__get__(obj, type(obj))

    def has_special(obj: object, name: str) -> bool:
        return getattr(type(obj), name, None) is not None

    def keyword_suggestion(wrong: str, names: list[str]) -> str:
        near = get_close_matches(wrong, names, 1) if sys.version_info >= (3, 13) else []
        return f". Did you mean {near[0]!r}?" if near else ""

    vars(module).update(
        special=special,
        has_special=has_special,
        keyword_suggestion=keyword_suggestion,
        version=lambda: sys.version_info[:2],
        random=random.Random,
        default_seed=lambda: 7,
        now=lambda: NOW_NS,
        thread=lambda: 1,
    )
    return module


def _code(source: str, name: str = "<program>") -> CodeType:
    # This file's own __future__ import is not theirs.
    return compile(source, name, "exec", dont_inherit=True)


class Library:
    """The library's modules, imported anew."""

    def __init__(self) -> None:
        self._modules: dict[str, ModuleType] = {"_machine": _machine()}
        self._builtins = {
            **vars(builtins),
            "__import__": self._import,
            "isinstance": self._isinstance,
            "issubclass": self._issubclass,
        }

    def load(self, name: str) -> ModuleType:
        """Return the module of that name."""
        if name not in self._modules:
            path = FOLDER / f"{name}.py"
            module = ModuleType(name)
            vars(module)["__builtins__"] = self._builtins
            self._modules[name] = module
            exec(_code(path.read_text(encoding="utf-8"), str(path)), vars(module))
        return self._modules[name]

    def evaluate(self, source: str, **names: object) -> object:
        """Run a program of statements and give its variable `result`."""
        namespace: dict[str, object] = {"__name__": "__main__", "__builtins__": self._builtins, **names}
        exec(_code(source), namespace)
        return namespace.get("result")

    def _import(self, name: str, scope: Any = None, _locals: Any = None, wanted: Any = (), _level: int = 0) -> Any:
        if name in _NATIVE:
            return __import__(name)
        if not (FOLDER / f"{name}.py").exists() and name not in self._modules:
            raise ModuleNotFoundError(f"No module named {name!r}")
        module = self.load(name)
        for inner in wanted or ():
            if not hasattr(module, inner) and (FOLDER / f"{name}.{inner}.py").exists():
                setattr(module, inner, self.load(f"{name}.{inner}"))
        outer, dot, inner = name.partition(".")
        if dot and not wanted:
            setattr(self.load(outer), inner, module)
            return self.load(outer)
        return module

    def _isinstance(self, obj: object, cls: Any) -> bool:
        if isinstance(cls, tuple):
            return any(self._isinstance(obj, one) for one in cls)
        check = getattr(cls, "_check", None)
        if check is None or not isinstance(cls, type):
            return isinstance(obj, cls)
        return isinstance(obj, cls) or bool(check(obj))

    def _issubclass(self, sub: Any, cls: Any) -> bool:
        if isinstance(cls, tuple):
            return any(self._issubclass(sub, one) for one in cls)
        check = getattr(cls, "_check_class", None)
        return issubclass(sub, cls) or (check is not None and bool(check(sub)))


def outcome(source: str, library: Library | None) -> str:
    """Run statements with the library's modules, or with the host's own when there is none; say what came out."""
    _code(source)  # a case that is no program would prove nothing
    try:
        if library is None:
            namespace: dict[str, object] = {"__name__": "__main__"}
            exec(_code(source), namespace)
            result = namespace.get("result")
        else:
            result = library.evaluate(source)
        text = repr(result)
    except BaseException as error:  # noqa: BLE001
        text = f"{type(error).__module__}.{type(error).__name__}: {error}"
    return re.sub("0x[0-9a-f]+", "0x...", text)


def sources(module: str) -> Iterator[str]:
    """Give the programs of a module's cases that this version of CPython can run."""
    begin, *cases = (CASES / f"{module}.txt").read_text(encoding="utf-8").split("\n---\n")
    for case in cases:
        text = case.strip("\n")
        if text.startswith("since "):
            version, _, text = text.partition("\n")
            if sys.version_info < tuple(map(int, version.removeprefix("since ").split("."))):
                continue
        statements, _, expression = text.rpartition("\n")
        # A case that ends in a block has nothing to show but its exception.
        result = expression if expression[:1] in (" ", "@") else f"result = {expression}"
        yield f"{begin}\n{statements}\n{result}"


def check(module: str) -> None:
    """Hold the library's module to the host's own.

    Raises:
        AssertionError: They differ; shows where.
    """
    differing = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for source in sources(module):
            real, ours = outcome(source, None), outcome(source, Library())
            if real != ours:
                differing.append(f"{source}\n  real: {real}\n  ours: {ours}")
    assert not differing, "\n".join(differing)


def main() -> int:
    """Try the modules named on the command line, or all."""
    failed = 0
    for module in sys.argv[1:] or sorted(path.stem for path in CASES.glob("*.txt")):
        try:
            check(module)
        except AssertionError as error:
            failed += 1
            print(f"## {module}\n{error}")  # noqa: T201
    print(f"{failed} modules differ from those of CPython {sys.version.split()[0]}")  # noqa: T201
    return failed


if __name__ == "__main__":
    sys.exit(main())
