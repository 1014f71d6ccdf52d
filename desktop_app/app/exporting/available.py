"""Which formats this installation can write, and why not the others."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from desktop_app.app.exporting.words import tr
from desktop_app.export.formats import Format

#: What formats are written with, where that may be missing: the module, and the package that has it.
_NEEDS: Final = {"mp4": ("av", "av"), "webm": ("av", "av"), "pptx": ("pptx", "python-pptx")}


def why_not(form: Format) -> str:
    """Return why a format cannot be written here, in a sentence; empty where it can."""
    module, package = _NEEDS.get(form.name, ("", ""))
    if not module or find_spec(module) is not None:
        return ""
    return tr("Not in this installation. “pip install {}” adds it.").format(package)
