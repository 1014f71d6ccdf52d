"""Where the window opens, and where pictures are drawn instead."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


@pytest.fixture(scope="module")
def tools(packaging_module: Callable[[str], ModuleType]) -> SimpleNamespace:
    """The modules that are tried."""
    return SimpleNamespace(**{name.rpartition(".")[2]: packaging_module(name) for name in ("developing.window",)})


class TestDisplays:
    @pytest.mark.parametrize(
        ("variables", "system", "named"),
        [
            ({}, "linux", False),
            ({"DISPLAY": ""}, "linux", False),
            ({"DISPLAY": ":0"}, "linux", True),
            ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
            ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
            ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen:configfile=screens.json"}, "linux", False),
            ({}, "win32", True),
            ({}, "darwin", True),
        ],
    )
    def test_a_display_is_named_by_the_environment(
        self, tools: SimpleNamespace, variables: dict[str, str], system: str, named: bool
    ) -> None:
        assert tools.window.display_is_named(variables, system) is named
