"""The library's modules inside the interpreter: they can be imported, and their cases give what the host's own give."""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import io
import re

import pytest

from desktop_app.program.library import module_names
from desktop_app.program.native_modules import names_of_module
from tests.program.library import loader
from tests.program.samples import loaded, run, run_loaded


@pytest.mark.parametrize("name", sorted(module_names()))
def test_a_module_can_be_imported_with_the_names_that_it_offers(name: str) -> None:
    program = loaded(f"import {name} as module\nprint(sorted(n for n in dir(module) if not n.startswith('_')))\n")
    real = importlib.import_module(name) if importlib.util.find_spec(name.partition(".")[0]) else None
    # Some names come with a version of CPython.
    offered = {one for one in names_of_module(name) if not one.startswith("_") and (real is None or hasattr(real, one))}
    assert offered <= set(ast.literal_eval(run_loaded(program).output))


def _program(begin: str, case: str) -> str:
    body = "\n".join(f"    {line}" for line in case.split("\n"))
    words = '    print(f"{type(error).__module__}.{type(error).__name__}: {error}")\n'
    return f"{begin}\ntry:\n    result = None\n{body}\n    print(repr(result))\nexcept BaseException as error:\n{words}"


def _in_the_host(source: str) -> str:
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(source, "app.py", "exec", dont_inherit=True), {"__name__": "__main__"})
    return output.getvalue()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("module", sorted(path.stem for path in loader.CASES.glob("*.txt")))
def test_cases_agree_with_the_host(module: str) -> None:
    begin = (loader.CASES / f"{module}.txt").read_text("utf-8").split("\n---\n")[0]
    for whole in loader.sources(module):
        source = _program(begin, whole[len(begin) + 1 :])
        outputs = (run(source, 400_000).output, _in_the_host(source))
        ours, real = (re.sub(" at 0x[0-9a-f]+", "", text) for text in outputs)
        assert ours == real, source
