"""Which commands sign and notarize; none of them runs here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

APPLICATION, IMAGE = Path("Coreloom.app"), Path("coreloom.dmg")
ALL = {
    "CORELOOM_SIGN_IDENTITY": "Developer ID Application: X (T)",
    "CORELOOM_NOTARY_KEY": "key.p8",
    "CORELOOM_NOTARY_KEY_ID": "K",
    "CORELOOM_NOTARY_ISSUER": "I",
}


@pytest.fixture(scope="module")
def signing(packaging_module: Callable[[str], Any]) -> Any:
    return packaging_module("macos.signing")


class Commands(list[str]):
    """What would have run, as lines, and what notarytool answers."""

    def __init__(self, answer: str = '{"id": "7", "status": "Accepted"}') -> None:
        super().__init__()
        self.answer = answer

    def __call__(self, command: list[str | Path]) -> str:
        self.append(" ".join(map(str, command)))
        return self.answer if "submit" in command else "the log" if "log" in command else ""


def test_without_keys_an_application_is_signed_for_this_machine(signing: Any) -> None:
    ran = Commands()
    nobody = signing.signing_of(dict.fromkeys(ALL, ""))
    signing.sign_application(APPLICATION, nobody, ran)
    signing.finish_image(IMAGE, nobody, ran)
    assert ran == ["codesign --force --sign - Coreloom.app", "codesign --verify --deep --strict Coreloom.app"]


def test_with_an_identity_the_runtime_is_hardened_and_the_image_is_signed(signing: Any) -> None:
    ran = Commands()
    somebody = signing.signing_of({"CORELOOM_SIGN_IDENTITY": "ME"})
    signing.sign_application(APPLICATION, somebody, ran)
    signing.finish_image(IMAGE, somebody, ran)
    assert ran == [
        f"codesign --force --sign ME --timestamp --options runtime --entitlements {signing.ENTITLEMENTS} Coreloom.app",
        "codesign --verify --deep --strict Coreloom.app",
        "codesign --force --sign ME --timestamp coreloom.dmg",
    ]


def test_with_all_keys_the_notary_is_asked_and_the_ticket_put_into_the_image(signing: Any) -> None:
    ran = Commands()
    signing.finish_image(IMAGE, signing.signing_of(ALL), ran)
    assert ran[1].startswith("xcrun notarytool submit coreloom.dmg --key key.p8 --key-id K --issuer I --wait ")
    assert ran[2:] == ["xcrun stapler staple coreloom.dmg", "xcrun stapler validate coreloom.dmg"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (json.dumps({"id": "7", "status": "Invalid"}), "did not accept coreloom.dmg: Invalid\nthe log"),
        (json.dumps({"message": "?"}), "did not accept coreloom.dmg: no status"),
        ("Bad gateway", "no answer that can be read:\nBad gateway"),
        ("[]", "no answer that can be read"),
    ],
)
def test_a_notary_that_refuses_is_heard_although_its_tool_ends_well(
    signing: Any, set_up_error: type[Exception], answer: str, said: str
) -> None:
    ran = Commands(answer)
    with pytest.raises(set_up_error, match=said):
        signing.finish_image(IMAGE, signing.signing_of(ALL), ran)
    assert not [command for command in ran if "stapler" in command]


@pytest.mark.parametrize("missing", ALL)
def test_half_of_the_keys_is_a_mistake(signing: Any, set_up_error: type[Exception], missing: str) -> None:
    with pytest.raises(set_up_error, match=f"in part: {missing} is missing"):
        signing.signing_of({**ALL, missing: ""})
