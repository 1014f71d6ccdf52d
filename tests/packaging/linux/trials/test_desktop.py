"""What a trial waits for before it presses keys: a window that is seen may not have the keyboard yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


@pytest.fixture
def desktop(packaging_module: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch):
    """A desktop whose windows come to the front one after the other, and what was pressed and typed there."""
    module, system = packaging_module("linux.trials.desktop"), packaging_module("linux.trials.system")
    active = iter(["app.py – Coreloom", "app.py – Coreloom", "Find a command"])
    done = []

    def run(_desktop: object, *command: str, **_options: object):
        if command[1] == "getactivewindow":
            return system.Ran(code=0, out=f"{next(active, 'app.py – Coreloom')}\n", err="")
        done.append(command[-1])
        return system.Ran(code=0, out="", err="")

    monkeypatch.setattr(module.Desktop, "run", run)
    monkeypatch.setattr(system.time, "sleep", lambda _s: None)
    report = packaging_module("linux.trials.report").Report(folder=Path())
    made = module.Desktop(system=system.System(suite="bookworm", root=Path()), report=report)
    return made, active, done


def test_a_command_is_typed_when_its_window_has_the_keyboard(desktop):
    made, active, done = desktop
    made.command("light on")
    assert next(active, None) is None
    assert done == ["ctrl+k", "light on", "Return"]


def test_a_window_that_does_not_come_to_the_front_is_not_waited_for_without_end(desktop):
    made, _, _ = desktop
    assert not made.wait_for_front("Export", limit_s=0.01)
