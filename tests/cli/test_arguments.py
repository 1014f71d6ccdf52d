"""What the command line accepts as an option and as its value."""

import pytest

from desktop_app.cli import arguments


@pytest.mark.parametrize(
    ("parser", "given"),
    [
        (arguments.window_parser, ["--unti", "1ms"]),
        (arguments.run_parser, ["app.py", "--jso"]),
        (arguments.export_parser, ["app.py", "a.png", "--them", "dark"]),
        (arguments.policies_parser, ["--j"]),
        (arguments.schema_parser, ["--hel"]),
    ],
)
def test_an_option_is_written_out(parser, given, capsys):
    with pytest.raises(SystemExit) as caught:
        parser().parse_args(given)
    assert caught.value.code == 2
    assert "unrecognized arguments: --" in capsys.readouterr().err


@pytest.mark.parametrize("given", [["--until", "-1ms"], ["--until=-1ms"]], ids=" ".join)
@pytest.mark.parametrize("command", [["run"], ["export"]], ids=" ".join)
def test_a_negative_duration_is_a_value_that_is_not_allowed(coreloom, app_py, command, given):
    out = [app_py.with_name("a.png")] if command == ["export"] else []
    code, text, err = coreloom(*command, app_py, *out, *given)
    assert (code, text) == (2, "")
    assert err.startswith('coreloom: --until is "-1ms": expected a duration of more than 0')


@pytest.mark.parametrize("value", ["-1ms", "-.5ms"])
def test_a_picture_of_a_time_before_the_beginning_is_refused(coreloom, app_py, value):
    code, _, err = coreloom("export", app_py, app_py.with_name("a.png"), "--at", value)
    assert code == 2
    assert err.startswith(f'coreloom: --at is "{value}": expected a time such as "4.4ms"')


def test_what_a_terminal_would_obey_is_not_repeated(coreloom, app_py):
    code, _, err = coreloom("run", app_py, "\x1b[2J")
    assert code == 2
    assert err.endswith("unrecognized arguments: \ufffd[2J\n")
