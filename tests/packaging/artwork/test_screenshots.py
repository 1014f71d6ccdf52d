"""Which states have their pictures."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from desktop_app.app.panels import PANELS
from desktop_app.app.registry.table import ACTIONS
from desktop_app.views.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


@pytest.fixture(scope="module")
def tools(packaging_module: Callable[[str], ModuleType]) -> SimpleNamespace:
    """The modules that are tried."""
    return SimpleNamespace(**{name.rpartition(".")[2]: packaging_module(name) for name in ("artwork.screenshots",)})


class TestTheScreenshots:
    def test_every_panel_and_dialog_has_its_picture(self, tools: SimpleNamespace) -> None:
        panels = tuple(panel.name for panel in PANELS)
        states = tools.screenshots.all_states(panels)
        assert len({state.name for state in states}) == len(states)
        assert {state.panel for state in states} == {"", *panels}
        known = {spec.name for spec in ACTIONS}
        assert {name for state in states for name in state.actions} <= known
        assert all((tools.screenshots.RESOURCES / state.source).is_file() for state in states)
        assert {state.cores for state in states} >= {0, 16}
        assert {state.theme for state in states} == set(THEMES)
        assert {state.size for state in states} >= {(1366, 768), (1920, 1080)}
        assert {state.scale for state in states} == {1, 2}
