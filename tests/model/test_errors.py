import pytest

from desktop_app.model.errors import FileError, ProgramError, ScenarioError


def test_a_scenario_error_names_file_field_value_and_what_would_be_right():
    error = ScenarioError("a.toml", "machine.cores", "0", "a whole number from 1 to 64")
    assert str(error) == "a.toml: machine.cores is 0: expected a whole number from 1 to 64"


def test_a_program_error_points_at_the_column():
    error = ProgramError("app.py", "invalid syntax", line=3, column=7, text="  z = = x")
    assert str(error).splitlines() == ["app.py, line 3: invalid syntax", "    z = = x", "        ^"]


def test_a_program_error_without_a_line_is_one_sentence():
    assert str(ProgramError("app.py", "it is larger than 1 MiB")) == "app.py: it is larger than 1 MiB"


def test_a_file_error_names_the_file():
    assert str(FileError("x.toml", "there is no such file")) == "x.toml: there is no such file"


@pytest.mark.parametrize(
    "error",
    [
        ScenarioError("a\x1b[2J\nb.toml", "seed", "-1", "more"),
        FileError("a\x1b[2J\nb.toml", "there is no such file"),
        ProgramError("a\x1b[2J\nb.toml", "invalid syntax", line=1),
        ProgramError("a\x1b[2J\nb.toml", "it is larger than 1 MiB"),
    ],
)
def test_a_file_name_that_a_terminal_would_obey_is_quoted(error):
    assert str(error).startswith('"a\\u001b[2J\\nb.toml"')
    assert str(error).isprintable()


def test_a_source_line_keeps_its_columns_without_what_a_terminal_would_obey():
    _, quoted, caret = str(ProgramError("app.py", "no", line=1, column=7, text="\tx\t\x1b$\x9b?")).splitlines()
    assert (quoted, caret) == ("    x \ufffd$\ufffd?", "         ^")


@pytest.mark.parametrize("column", [1, 400, 5_000])
def test_a_long_line_is_quoted_around_the_column(column):
    text = "".join(chr(ord("a") + index % 26) for index in range(5_000))
    _, quoted, caret = str(ProgramError("app.py", "no", line=1, column=column, text=text)).splitlines()
    assert len(quoted) < 110
    assert quoted[caret.index("^")] == text[column - 1]
