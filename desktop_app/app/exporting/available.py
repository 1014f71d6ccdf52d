"""Which formats this installation can write, and why not the others."""

from __future__ import annotations

from typing import Final

from desktop_app.export.formats import Format
from desktop_app.export.video.library import check_video, has_video
from desktop_app.model.errors import CoreloomError

#: What films are encoded with, which an installation may be without: the encoder and what it writes, by the format.
_ENCODERS: Final = {"mp4": ("libx264", "H.264"), "webm": ("libvpx-vp9", "VP9")}


def why_not(form: Format) -> str:
    """Return why a format cannot be written here, in a sentence; empty where it can.

    The library is looked for, and only loaded where it is missing, to say what helps: loading takes long.
    """
    encoder = _ENCODERS.get(form.name)
    if encoder is None or has_video():
        return ""
    try:
        check_video(*encoder)
    except CoreloomError as error:
        reason = str(error)
        return f"{reason[0].upper()}{reason[1:]}."
    return ""
