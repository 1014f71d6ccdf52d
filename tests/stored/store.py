"""Stores what one CPython compiles, so that golden traces and frames are the same on every version.

Run with Python 3.13, from anywhere: ``python3.13 tests/stored/store.py``. Only the standard library is needed. With
Python 3.14 it stores the programs whose instructions are of interest as 3.14 compiles them.
"""

import importlib.util
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
CHILD = HERE.parent.parent / "desktop_app" / "program" / "compiler_child.py"
PROGRAMS = {
    (3, 13): {
        "app": "x = 10\ny = 20\nz = x + y\n",
        "loop": (
            "total = 0\nseen = []\nfor i in range(4):\n    total = total + i\n    seen.append(total)\nprint(total)\n"
        ),
    },
    (3, 14): {
        "with_lock_314": (
            "import threading\na = threading.Lock()\nn = 0\ndef work():\n    global n\n    for _ in range(3):\n"
            "        with a:\n            n += 1\nt1 = threading.Thread(target=work)\n"
            "t2 = threading.Thread(target=work)\nt1.start(); t2.start()\nt1.join(); t2.join()\n"
        ),
    },
}


def main() -> None:
    specification = importlib.util.spec_from_file_location("compiler_child", CHILD)
    assert specification is not None
    assert specification.loader is not None
    child = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(child)
    for name, source in PROGRAMS.get(sys.version_info[:2], {}).items():
        answer = child.describe(f"{name}.py", source) | {"source": source}
        (HERE / f"{name}.json").write_text(json.dumps(answer, indent=1) + "\n", "ascii")


if __name__ == "__main__":
    main()
