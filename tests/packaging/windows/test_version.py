from __future__ import annotations

import ast
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def version(packaging_module: Callable[[str], Any]) -> Any:
    return packaging_module("windows.version")


def test_a_version_has_four_numbers(version: Any) -> None:
    assert version.four_numbers("0.1.0") == (0, 1, 0, 0)
    assert version.four_numbers("12.3.45") == (12, 3, 45, 0)


@pytest.mark.parametrize("program", ["coreloom", "coreloomw"])
def test_the_resource_says_what_the_program_is(version: Any, program: str) -> None:
    tree = ast.parse(version.resource(program, "1.2.3"), mode="eval")
    texts = {}
    numbers = {}
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="StringStruct"), args=[ast.Constant(value=name), ast.Constant(value=text)]):
                texts[name] = text
            case ast.keyword(arg=str(name), value=ast.Tuple()):
                numbers[name] = ast.literal_eval(node.value)
    assert numbers == {"filevers": (1, 2, 3, 0), "prodvers": (1, 2, 3, 0)}
    assert texts["FileVersion"] == texts["ProductVersion"] == "1.2.3"
    assert texts["OriginalFilename"] == f"{program}.exe"
    assert texts["FileDescription"].startswith(texts["ProductName"])
    assert all(texts[name] for name in ("CompanyName", "LegalCopyright", "InternalName"))


def test_the_manifest_asks_for_long_paths_utf_8_and_sharp_drawing(version: Any) -> None:
    root = ET.fromstring(version.MANIFEST.encode())
    assert root.tag == "{urn:schemas-microsoft-com:asm.v1}assembly"
    settings = {element.tag.rpartition("}")[2]: element.text for element in root.iter() if element.text}
    assert settings["longPathAware"] == "true"
    assert settings["activeCodePage"] == "UTF-8"
    assert settings["dpiAwareness"] == "PerMonitorV2"


def test_pyinstaller_is_told_of_files_that_are_there(version: Any, tmp_path: Path) -> None:
    options = version.program_options(CHECKOUT, tmp_path, "coreloom")
    assert Path(options["icon"]).read_bytes().startswith(b"\0\0\1\0")
    own = version.version_of(CHECKOUT)
    assert f"'FileVersion', '{own}'" in Path(options["version"]).read_text(encoding="utf-8")


def test_the_spec_gives_both_programs_these_options() -> None:
    spec = (CHECKOUT / "packaging/coreloom.spec").read_text(encoding="utf-8")
    assert 'program_options(CHECKOUT, Path(workpath), name) if sys.platform == "win32"' in spec
