from pathlib import Path

import pytest

from desktop_app import __main__
from desktop_app.cli.missing_library import DEBIAN_PACKAGES, explained


@pytest.mark.parametrize("library", ["libGL.so.1", "libxkbcommon-x11.so.0"])
def test_a_library_that_the_loader_lacks_is_named_with_what_brings_it(library):
    text = explained(ImportError(f"{library}: cannot open shared object file: No such file or directory"))
    assert f"needs {library}, and this system" in text
    assert "sudo apt install libdbus-1-3 " in text


def test_other_imports_that_fail_are_not_explained_away():
    assert explained(ModuleNotFoundError("No module named 'numpy'")) is None
    assert explained(ImportError("cannot import name 'x' from 'y'")) is None


def test_the_packages_are_those_that_setting_up_a_checkout_knows():
    text = (Path(__file__).parents[2] / "packaging" / "developing" / "system_libraries.py").read_text(encoding="utf-8")
    for package in DEBIAN_PACKAGES:
        assert f'"{package}"' in text


@pytest.mark.parametrize(
    ("message", "code"),
    [("libGL.so.1: cannot open shared object file: No such file or directory", 2), ("cannot import name 'x'", None)],
)
def test_the_command_line_says_it_and_ends_with_2(monkeypatch, capsys, message, code):
    def fail(_arguments):
        raise ImportError(message)

    monkeypatch.setattr(__main__, "_command", fail)
    if code is None:
        with pytest.raises(ImportError, match="cannot import name"):
            __main__.main(["app.py"])
    else:
        assert __main__.main(["app.py"]) == code
        assert capsys.readouterr().err.startswith("coreloom: Qt, which draws windows and pictures, needs libGL.so.1")
