import ctypes
import sys
from types import SimpleNamespace

import pytest

from desktop_app.app.instance import _let_it_come_to_the_front
from desktop_app.app.taskbar import APPLICATION_ID, join_own_group


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What Windows was asked for."""
    told: list[object] = []
    libraries = SimpleNamespace(
        shell32=SimpleNamespace(SetCurrentProcessExplicitAppUserModelID=told.append),
        user32=SimpleNamespace(AllowSetForegroundWindow=told.append),
    )
    monkeypatch.setattr(ctypes, "windll", libraries, raising=False)
    return told


def test_windows_is_told_which_application_it_is(asked: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    join_own_group()
    assert asked == [APPLICATION_ID]


def test_nobody_else_is(asked: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    join_own_group()
    _let_it_come_to_the_front()
    assert asked == []


def test_a_second_start_lets_the_window_come_to_the_front(asked: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    _let_it_come_to_the_front()
    assert asked == [-1]
