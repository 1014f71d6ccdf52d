import pytest

from desktop_app.__main__ import main
from tests.scenarios import APP


@pytest.fixture
def app_py(tmp_path):
    path = tmp_path / "app.py"
    path.write_text(APP)
    return path


@pytest.fixture
def coreloom(capsys, qapp):
    """Run a command and return its exit code, its output and its errors.

    A window's application is there before export makes one for pictures only, which tests of widgets could not use.
    """

    def call(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = stop.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call
