"""List methods and item access against CPython's own lists."""

from __future__ import annotations

import builtins
import contextlib
import io
import traceback

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.program.methods import METHOD_NAMES, METHODS
from tests.program.samples import run

values = st.sampled_from(["0", "1", "-2", "2.5", "'a'", "'bc'", "None", "True", "[1]", "(1, 2)", "a", "b", "10 ** 30"])
indexes = st.sampled_from(["0", "1", "-1", "5", "-9", "'x'", "None", "True", "10 ** 30", "1.0"])
names = st.sampled_from("ab")
statements = st.one_of(
    st.builds("{}.append({})".format, names, values),
    st.builds("{}.extend({})".format, names, values),
    st.builds("{}.insert({}, {})".format, names, indexes, values),
    st.builds("r = {}.pop()".format, names),
    st.builds("r = {}.pop({})".format, names, indexes),
    st.builds("{}.remove({})".format, names, values),
    st.builds("r = {}.index({})".format, names, values),
    st.builds("r = {}.index({}, {})".format, names, values, indexes),
    st.builds("r = {}.index({}, {}, {})".format, names, values, indexes, indexes),
    st.builds("r = {}.count({})".format, names, values),
    st.builds("{}.reverse()".format, names),
    st.builds("{}.sort()".format, names),
    st.builds("{}.clear()".format, names),
    st.builds("{} += {}".format, names, values),
    st.builds("{} *= 2".format, names),
    st.builds("{}[{}] = {}".format, names, indexes, values),
    st.builds("r = {}[{}]".format, names, indexes),
    st.builds("r = {}[{}:{}]".format, names, indexes, indexes),
    st.builds("del {}[{}]".format, names, indexes),
    st.builds("r = {} == {}".format, names, values),
    st.builds("r = {} in {}".format, values, names),
    st.builds("b = {}".format, names),
)


def expected(source: str) -> tuple[str, str]:
    """Return the variables and the last line of the traceback that CPython ends a generated program with."""
    variables: dict[str, object] = {}
    last = ""
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            exec(compile(source, "app.py", "exec"), variables)
        except Exception as error:  # noqa: BLE001 - whatever CPython raises
            last = traceback.format_exception_only(error)[-1].strip()
    return repr({name: repr(value) for name, value in variables.items() if not name.startswith("__")}), last


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=200, deadline=None)
@given(st.lists(statements, min_size=1, max_size=8))
def test_a_program_with_lists_ends_as_in_cpython(lines: list[str]) -> None:
    source = "a = [3, 1, 2]\nb = []\nr = None\n" + "\n".join(lines) + "\n"
    result = run(source)
    last = result.output.splitlines()[-1] if result.output else ""
    variables, error = expected(source)
    if "sort" in error or "not supported between" in error:
        variables = repr(result.variables)  # CPython leaves a list half sorted
    assert (repr(result.variables), last) == (variables, error)


def test_every_supported_method_is_one_of_cpythons() -> None:
    views = {"dict_keys": type({}.keys()), "dict_items": type({}.items())}
    assert all(hasattr(views.get(owner) or getattr(builtins, owner), name) for owner, name in METHODS)


def test_no_type_has_an_unsupported_method_of_a_supported_name() -> None:
    """A name that loads must work on every type that has it, or a run would raise a false AttributeError."""
    for owner, kind in {
        "list": list,
        "str": str,
        "dict": dict,
        "set": set,
        "frozenset": frozenset,
        "tuple": tuple,
        "range": range,
        "int": int,
        "float": float,
        "complex": complex,
        "bytes": bytes,
        "slice": slice,
    }.items():
        for name in METHOD_NAMES & set(dir(kind)):
            assert (owner, name) in METHODS
