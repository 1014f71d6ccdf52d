"""The child's own functions, and the child as the process that it really is."""

from __future__ import annotations

import ctypes
import dis
import json
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.program import compiler_child
from desktop_app.program.compiling import _constant
from tests.program.samples import compiled

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.just(...),
    st.integers(),
    st.integers(min_value=10**5_000, max_value=10**5_001),
    st.floats(),
    st.complex_numbers(),
    st.text(st.characters()),
    st.text(st.characters(categories=["Cs"])),
    st.binary(),
)
constants = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=12)


@given(constants)
def test_constants_survive_the_way_to_the_parent(value: object) -> None:
    tagged = compiler_child._Describer("app.py", "")._constant(value)
    back = _constant(json.loads(json.dumps(tagged)))
    assert _same(back, value)


def _same(left: object, right: object) -> bool:
    """Equal, of one type, and with nan and the sign of zero told apart."""
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(_same, left, right))
    if isinstance(left, int) and isinstance(right, int):
        return type(left) is type(right) and left == right
    return type(left) is type(right) and repr(left) == repr(right)


def test_instructions_tile_the_bytecode_with_their_prefixes_and_caches() -> None:
    many_names = "".join(f"name_{index} = {index + 1000}\n" for index in range(300))
    code = compiled(f"{many_names}while name_299:\n    name_0 = name_299 + name_298\n").code
    assert b"".join(found.raw for found in code.instructions) == code.bytecode
    addresses = {found.address for found in code.instructions}
    assert all(found.target in addresses for found in code.instructions if found.target is not None)
    assert any(found.arg is not None and found.arg > 255 for found in code.instructions), "EXTENDED_ARG was at work"


def test_the_exception_table_is_read_as_dis_reads_it() -> None:
    body = "".join(f"    a{index} = {index + 1000}\n" for index in range(900))
    source = f"try:\n{body}except ValueError as e:\n    pass\nfinally:\n    pass\n"
    code = compile(source, "app.py", "exec")
    expected = [
        (entry.start, entry.end, entry.target, entry.depth, entry.lasti)
        for entry in dis._parse_exception_table(code)  # type: ignore[attr-defined]
    ]
    assert [tuple(entry) for entry in compiler_child._exception_table(code.co_exceptiontable)] == expected
    assert compiled(source).code.handlers == tuple(expected)


def test_a_syntax_error_has_its_line_column_and_text_in_cpythons_words() -> None:
    answer = compiler_child.describe("app.py", "x = 1\nif x\n    pass\n")
    assert answer == {
        "error": {"problem": "SyntaxError: expected ':'", "line": 2, "column": 5, "text": "if x"},
    }


def test_a_syntax_warning_does_not_stop_a_program() -> None:
    assert "code" in compiler_child.describe("app.py", "x = 1 is 1\ny = '\\d'\n")


def test_too_many_instructions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler_child, "MAX_INSTRUCTIONS", 10)
    with pytest.raises(compiler_child.RefusedError, match="more than 10 instructions"):
        compiler_child.describe("app.py", "x = 1\n" * 10)


def test_places_beyond_the_limit_have_no_traceback_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler_child, "MAX_FRAMES", 1)
    assert [found.frame for found in compiled("x = 1\n").code.instructions if found.opname == "STORE_NAME"] == [-1]


def test_the_child_runs_by_its_path_alone_and_answers_in_ascii(tmp_path: Path) -> None:
    request = json.dumps({"name": "app.py", "source": "ü = '\ud800'.x"})
    done = subprocess.run(
        [sys.executable, "-I", "-S", compiler_child.__file__],
        input=request.encode(),
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert json.loads(done.stdout.decode("ascii"))["error"]["line"] == 1
    assert done.stderr == b""


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not keep limits on memory")
def test_the_child_gets_no_more_memory_than_its_limit() -> None:
    script = (
        "import importlib.util, sys\n"
        "spec = importlib.util.spec_from_file_location('child', sys.argv[1])\n"
        "child = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(child)\n"
        "child.MAX_MEMORY_BYTES = 256 << 20\n"
        "child._limit_resources()\n"
        "bytearray(64 << 20)\n"
        "try:\n    bytearray(child.MAX_MEMORY_BYTES)\nexcept MemoryError:\n    print('refused')\n"
    )
    command = [sys.executable, "-I", "-S", "-c", script, compiler_child.__file__]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "refused"


class ExtendedLimits(ctypes.Structure):
    """What Windows takes, written down once more, name by name."""

    _fields_ = (
        ("process_time_100ns", ctypes.c_longlong),
        ("job_time_100ns", ctypes.c_longlong),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("largest_working_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
        ("counters", ctypes.c_ulonglong * 6),
        ("process_bytes", ctypes.c_size_t),
        ("job_bytes", ctypes.c_size_t),
        ("process_peak_bytes", ctypes.c_size_t),
        ("job_peak_bytes", ctypes.c_size_t),
    )


@pytest.mark.parametrize("refuses", ["", "CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject"])
def test_on_windows_a_job_limits_the_child(refuses: str) -> None:
    job, this_process = 0x1_2345_6788, (1 << 64) - 1
    kernel = Mock()
    kernel.CreateJobObjectW.return_value = job
    kernel.GetCurrentProcess.return_value = this_process
    if refuses:
        getattr(kernel, refuses).return_value = 0
    assert compiler_child._limit_by_job(kernel) is (not refuses)
    assert kernel.CreateJobObjectW.restype is kernel.GetCurrentProcess.restype is ctypes.c_void_p
    if not refuses:
        to, kind, limits, size = kernel.SetInformationJobObject.call_args.args
        assert (to.value, kind, size) == (job, 9, ctypes.sizeof(ExtendedLimits))
        told = ExtendedLimits.from_buffer_copy(limits)
        assert (told.process_time_100ns, told.process_bytes) == (10 * 10**7, 1 << 30)
        assert told.flags == 0x2 | 0x100 | 0x400
        assert (told.job_time_100ns, told.largest_working_set, told.processes, told.job_bytes) == (0, 0, 0, 0)
        assert [handle.value for handle in kernel.AssignProcessToJobObject.call_args.args] == [job, this_process]


def test_the_child_knows_the_first_place_of_each_construct() -> None:
    found = compiled("a = [1]\na.append(2)\na[0:1]\nprint(a, sep='')\na.append(3)\n").constructs
    assert ("Method", "append", 2, 0) in found
    assert ("Subscript", "Load slice", 3, 0) in found
    assert ("Keyword", "sep", 4, 0) in found
    assert sum(construct[:2] == ("Method", "append") for construct in found) == 1
