"""Signing for macOS: with a Developer ID and Apple's notary where keys are configured, else with no name at all.

An application without a Developer ID starts only after its user allowed it in *System Settings > Privacy & Security*.
Apple's own processors run nothing that is not signed, so there is always a signature, if only an ad-hoc one.

Environment variables: CORELOOM_SIGN_IDENTITY (``Developer ID Application: NAME (TEAM)``, whose certificate is in a
keychain), and for the notary, which takes App Store Connect's keys, CORELOOM_NOTARY_KEY (the .p8 file),
CORELOOM_NOTARY_KEY_ID and CORELOOM_NOTARY_ISSUER. Never tried on a Mac by whoever wrote it: what is tested is which
commands run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from failures import SetUpError

Run = Callable[[list[str | Path]], str]

ENTITLEMENTS = Path(__file__).with_name("entitlements.plist")
IDENTITY = "CORELOOM_SIGN_IDENTITY"
_NOTARY = ("CORELOOM_NOTARY_KEY", "CORELOOM_NOTARY_KEY_ID", "CORELOOM_NOTARY_ISSUER")
#: Apple mostly answers within minutes.
_NOTARY_LIMIT = "40m"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Who signs.

    Attributes:
        identity: The name of a certificate; empty for an ad-hoc signature.
        notary: What notarytool needs to know who asks; empty when nobody does.
    """

    identity: str = ""
    notary: tuple[str, ...] = ()


def signing_of(variables: Mapping[str, str]) -> Signing:
    """Return what the environment has of keys. A variable that is empty, as CI has it of a missing secret, is none.

    Raises:
        SetUpError: Only a part of what belongs together is there.
    """
    identity = variables.get(IDENTITY, "")
    key, key_id, issuer = (variables.get(name, "") for name in _NOTARY)
    missing = [name for name in _NOTARY if not variables.get(name)]
    if len(missing) == len(_NOTARY):
        return Signing(identity=identity)
    if missing or not identity:
        lacking = ", ".join([*missing, *([] if identity else [IDENTITY])])
        raise SetUpError(f"Notarization is configured in part: {lacking} is missing. Set all four variables, or none.")
    return Signing(identity=identity, notary=("--key", key, "--key-id", key_id, "--issuer", issuer))


def sign_application(application: Path, signing: Signing, run: Run) -> None:
    """Sign an application whose libraries PyInstaller has signed already, and check all of it.

    Raises:
        SetUpError: The signature could not be made, or does not hold.
    """
    run(["codesign", "--force", *_by(signing, ENTITLEMENTS), application])
    run(["codesign", "--verify", "--deep", "--strict", application])


def finish_image(image: Path, signing: Signing, run: Run) -> None:
    """Sign a disk image, have it notarized and put the notary's ticket into it, as far as keys are configured.

    Raises:
        SetUpError: One of that failed; the notary's own words are in the message.
    """
    if not signing.identity:
        return
    run(["codesign", "--force", *_by(signing), image])
    if not signing.notary:
        return
    wait = ["--wait", "--timeout", _NOTARY_LIMIT, "--output-format", "json"]
    answer = _answer(run(["xcrun", "notarytool", "submit", image, *signing.notary, *wait]))
    if answer.get("status") != "Accepted":
        log = run(["xcrun", "notarytool", "log", answer["id"], *signing.notary]) if "id" in answer else ""
        raise SetUpError(f"Apple's notary did not accept {image.name}: {answer.get('status', 'no status')}\n{log}")
    run(["xcrun", "stapler", "staple", image])
    run(["xcrun", "stapler", "validate", image])


def _by(signing: Signing, entitlements: Path | None = None) -> list[str | Path]:
    if not signing.identity:
        return ["--sign", "-"]
    hardened: list[str | Path] = ["--options", "runtime", "--entitlements", entitlements] if entitlements else []
    return ["--sign", signing.identity, "--timestamp", *hardened]


def _answer(text: str) -> dict[str, str]:
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise SetUpError(f"Apple's notary gave no answer that can be read:\n{text}")
    return {key: str(value) for key, value in answer.items()}
