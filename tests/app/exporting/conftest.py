"""A child that speaks as the command line does, so that no test encodes anything."""

import sys
from dataclasses import replace

import pytest

from desktop_app.analysis.moment import Moments
from desktop_app.app.exporting.context import Context
from desktop_app.app.exporting.source import Opened
from desktop_app.app.speeds import speed_unit
from desktop_app.storage.lesson_file import read_lesson
from desktop_app.storage.resources import resource_path
from desktop_app.views.stage.options import PLAIN
from tests.scenarios import program, run, scenario

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


@pytest.fixture(scope="module")
def moments():
    """The pictures of the example's run, which is over after 1 ms and a bit."""
    return Moments(run(program()))


@pytest.fixture
def context(moments):
    """What a window shows that has the example open."""
    opened = Opened(name="app", title="app.py", scenario=scenario(program()))
    return Context(
        opened=opened,
        moments=moments,
        now_ns=420_000,
        loop=None,
        stretch=None,
        speed_ns=200_000,
        unit=speed_unit(moments.trace),
        stage=(1441, 823),
        theme="dark",
        options=PLAIN,
    )


@pytest.fixture
def lesson_context(context):
    """The same with a lesson open at its second step."""
    lesson = read_lesson(resource_path("lessons/04-one-core.md"))
    opened = replace(context.opened, name="04-one-core", title=lesson.title, lesson=lesson, step=1)
    return replace(context, opened=opened, stretch=(0, 300_000))
