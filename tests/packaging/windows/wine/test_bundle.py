from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def wine_bundle(packaging_module: Callable[[str], Any]) -> Any:
    return packaging_module("windows.wine.bundle")


def test_what_wine_cannot_load_is_taken_older_and_all_else_as_the_project_says(wine_bundle: Any) -> None:
    wanted = wine_bundle.requirements()
    assert {"PySide6-Essentials==6.8.3", "numpy==2.1.3"} <= set(wanted)
    assert sum(each.lower().startswith(("pyside6", "numpy")) for each in wanted) == 2
    for name in ("av>", "pyqtgraph>", "pyinstaller>", "license-expression>", "pefile"):
        assert any(each.startswith(name) for each in wanted), name


def test_wine_has_a_folder_of_its_own_and_leaves_the_desktop_alone(wine_bundle: Any) -> None:
    variables = wine_bundle.wine_variables(Path("/somewhere"))
    assert variables["WINEPREFIX"] == str(Path("/somewhere"))
    assert "winemenubuilder" in variables["WINEDLLOVERRIDES"]
