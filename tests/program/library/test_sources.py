"""The library's modules are code that the interpreter can run and that says what it gives."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.program.library.loader import FOLDER


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_a_module_is_documented_and_simple(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 11))
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        assert not isinstance(node, (ast.AsyncFunctionDef, ast.Await))
        assert not (isinstance(node, ast.Name) and node.id in {"exec", "eval", "compile"})
