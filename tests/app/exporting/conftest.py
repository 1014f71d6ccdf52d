"""A child that speaks as the command line does, so that no test encodes anything."""

import sys

import pytest

#: What a script of the child's words does: say a line, write a file, fail, or wait to be told to stop.
_CHILD = """
import json, pathlib, sys
target, *words = sys.argv[1:]
target = pathlib.Path(target)
for word in words:
    name, _, value = word.partition("=")
    if name == "say":
        print(value, flush=True)
    elif name == "frames":
        done, _, total = value.partition("/")
        print(json.dumps({"done": int(done), "total": int(total), "seconds": 0.5}), flush=True)
    elif name == "begin":
        beside = target.with_name(value)
        beside.write_bytes(b"half")
        print(json.dumps({"temporary": [str(beside)]}), flush=True)
    elif name == "write":
        target.write_bytes(b"x" * int(value))
        print(json.dumps({"written": [str(target)], "bytes": int(value)}), flush=True)
    elif name == "obey":
        sys.stdin.readline()
        sys.exit(2)
    elif name == "hang":
        while True:
            if not sys.stdin.readline():
                import time
                time.sleep(60)
    elif name == "complain":
        sys.stderr.write(value + "\\n")
    elif name == "exit":
        sys.exit(int(value))
"""


@pytest.fixture(scope="session")
def child_script(tmp_path_factory):
    script = tmp_path_factory.mktemp("child") / "child.py"
    script.write_text(_CHILD)
    return script


@pytest.fixture
def saying(child_script, tmp_path):
    """Return a function that makes the command of a child that does these things."""

    def command(*words, target=tmp_path / "out.mp4"):
        return [sys.executable, "-I", "-S", str(child_script), str(target), *words]

    return command
