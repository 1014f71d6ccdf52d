"""What ``packaging/release/wheel.py`` finds wrong with a wheel; nothing is built here, which takes a network."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).resolve().parents[3]
INFO = {f"coreloom-1.2.3.dist-info/{name}" for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt")}
LICENCE = {"coreloom-1.2.3.dist-info/licenses/LICENSE"}


@pytest.fixture(scope="module")
def wheels(packaging_module: Callable[[str], Any]) -> Any:
    return packaging_module("release.wheel")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in (
        "desktop_app/__init__.py",
        "desktop_app/__pycache__/__init__.cpython-311.pyc",
        "desktop_app/app/__init__.py",
        "resources/icons/coreloom.svg",
        "resources/icons/coreloom.icns",
        "resources/icons/coreloom.ico",
        "tests/test_all.py",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return tmp_path


class TestWhatIsInAWheel:
    def test_the_package_with_the_resources_in_it(self, wheels: Any, checkout: Path) -> None:
        assert wheels.wanted(checkout) == {
            "desktop_app/__init__.py",
            "desktop_app/app/__init__.py",
            "desktop_app/resources/icons/coreloom.svg",
        }

    def test_nothing_is_said_of_what_is_as_it_should_be(self, wheels: Any, checkout: Path) -> None:
        expected = wheels.wanted(checkout)
        assert wheels.surprises(expected | INFO | LICENCE, expected) == []

    def test_what_is_missing_and_what_is_too_much_is_named(self, wheels: Any, checkout: Path) -> None:
        expected = wheels.wanted(checkout)
        held = (expected - {"desktop_app/app/__init__.py"}) | INFO | {"tests/test_all.py"}
        assert wheels.surprises(held, expected) == [
            "it lacks LICENSE",
            "it lacks desktop_app/app/__init__.py",
            "it has no use for tests/test_all.py",
        ]

    def test_the_real_checkout_has_every_resource_and_no_cache(self, wheels: Any) -> None:
        names = wheels.wanted(CHECKOUT)
        assert {"desktop_app/py.typed", "desktop_app/resources/programs/app.py"} <= names
        assert not [name for name in names if "__pycache__" in name or name.endswith((".ico", ".icns"))]


class TestDifferences:
    def test_two_equal_wheels_have_none(self, wheels: Any, tmp_path: Path) -> None:
        held = [self.wheel(wheels, tmp_path / name, {"a.py": b"1", "b.py": b"2"}) for name in ("a.whl", "b.whl")]
        assert set(held[0]) == {"a.py", "b.py"}
        assert wheels.differences(*held) == []

    def test_each_is_said(self, wheels: Any, tmp_path: Path) -> None:
        from_sdist = self.wheel(wheels, tmp_path / "a.whl", {"a.py": b"1", "b.py": b"2"})
        from_checkout = self.wheel(wheels, tmp_path / "b.whl", {"b.py": b"3", "c.py": b"4"})
        assert wheels.differences(from_sdist, from_checkout) == [
            "a.py comes from the sdist only",
            "b.py is another one when it is built from the sdist",
            "the sdist lacks what makes c.py",
        ]

    @staticmethod
    def wheel(wheels: Any, path: Path, files: dict[str, bytes]) -> dict[str, str]:
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        found: dict[str, str] = wheels.contents(path)
        return found
