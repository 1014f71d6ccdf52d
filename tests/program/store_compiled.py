"""Stores samples as one CPython version compiles them: ``python3.14 tests/program/store_compiled.py``.

The interpreter is tested with the answers of all four versions on whichever version runs the tests. Run this with each
of them when the samples or the compiling child change; only the standard library is needed.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
CHILD = HERE.parent.parent / "desktop_app" / "program" / "compiler_child.py"
SAMPLES = ("assignments", "boolean", "builtins", "comparisons", "fstrings", "lists", "loops", "none_checks", "strings")


def main() -> None:
    specification = importlib.util.spec_from_file_location("compiler_child", CHILD)
    assert specification is not None
    assert specification.loader is not None
    child = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(child)
    answers = {}
    for part in (HERE / "corpus.txt").read_text("utf-8").split("### ")[1:]:
        name, source = part.split("\n", 1)
        if name in SAMPLES:
            answers[name] = child.describe("app.py", source) | {"frames": [], "source": source}
            for row in answers[name]["code"]["instructions"]:
                row[-1] = -1
    version = ".".join(map(str, sys.version_info[:2]))
    text = json.dumps(answers, separators=(",", ":"))
    (HERE / "compiled" / f"{version}.json").write_text(text + "\n", "ascii")


if __name__ == "__main__":
    main()
