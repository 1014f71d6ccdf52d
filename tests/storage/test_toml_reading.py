"""TOML that is none, or that is made to hang its reader, is one error."""

from __future__ import annotations

import pytest

from desktop_app.model.errors import ScenarioError
from desktop_app.storage.toml_reading import load_toml


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("cores 2", "line 1, column 7", "\"cores 2\" (expected '=' after a key"),
        ("[machine]\n\n[machine]\n", "line 3, column 9", '"[machine]" (cannot declare "machine" twice)'),
        ("a = 1\na = 2\n", "line 2, column 6", '"a = 2" (cannot overwrite a value)'),
        ("a = \n", "line 1, column 5", '"a =" (invalid value)'),
        ('a = """x\n\n', "line 3, column 1", "the place where reading stopped"),
        ("\x00", "line 1, column 1", '"\\u0000" (invalid statement)'),
        (f"a = {'9' * 5000}", "", "not readable (Exceeds the limit"),
        ("a = " + "[" * 9999, "", "nested very deeply"),
        ("a = " + "{a=" * 9999, "", "nested very deeply"),
        ("b = 1\n" + "a." * 400_000 + "a = 1", "line 2", "a key of very many parts"),
        ("[" + "'a' . " * 100_000 + "a]", "line 1", "a key of very many parts"),
    ],
)
def test_what_is_no_toml_is_named_with_its_place(text: str, field: str, value: str):
    with pytest.raises(ScenarioError) as caught:
        load_toml(text, file="lab.toml")
    assert caught.value.file == "lab.toml"
    assert caught.value.field == field
    assert value in caught.value.value
    assert len(str(caught.value)) < 400


def test_text_with_dots_is_no_key_of_many_parts():
    text = "source = '''" + "a.b, " * 500 + "'''\n"
    assert load_toml(text, file="lab.toml")["source"].count(".") == 500
