"""How films are encoded: codecs, what each quality means, and the files they go into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from desktop_app.export.formats import Format, Quality
from desktop_app.export.video.library import check_video
from desktop_app.model.errors import ScenarioError

#: The longest time between two pictures that can be jumped to, in seconds.
KEY_FRAME_S: Final = 4

_MP4: Final = {"movflags": "+faststart", "fflags": "+bitexact"}
#: What tells where pictures are stands in front as well, so that browsers can jump at once.
_WEBM: Final = {"cues_to_front": "1", "fflags": "+bitexact"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """An encoder with its settings.

    Attributes:
        encoder: What FFmpeg calls the encoder.
        title: What people call what it writes.
        container: What FFmpeg calls the kind of file.
        options: The encoder's settings, by FFmpeg's names.
        file_options: Those of the file: the same bytes on every run, and players may begin before they have all of it.
    """

    encoder: str
    title: str
    container: str
    options: dict[str, str] = field(default_factory=dict)
    file_options: dict[str, str] = field(default_factory=dict)


#: By the names that the command line has for them.
_TITLES: Final = {"h264": "H.264", "vp9": "VP9", "av1": "AV1"}
_ENCODERS: Final = {"h264": "libx264", "vp9": "libvpx-vp9", "av1": "libsvtav1"}
#: Which codecs a format can have, the usual one first.
_CODECS: Final = {"mp4": ("h264",), "webm": ("vp9", "av1")}

# What a frame of 1920 by 1080 takes of one core in milliseconds, how large 120 of them are in KB, and how close their
# luma is in dB; small, good, best, measured with a run on four cores:
#   h264  16 105 43,    6 174 47,   18 257 58
#   vp9    9 147 44,   10 206 49,   10 430 59
#   av1   24  83 50,   13 173 54,   21 402 63
# VP9 with the deadline "good" takes ten times as long for files that are a fifth smaller. B frames of H.264 take a
# quarter more for files that are a tenth smaller.
_OPTIONS: Final = {
    ("h264", Quality.SMALL): {"preset": "medium", "crf": "28"},
    ("h264", Quality.GOOD): {"preset": "veryfast", "crf": "20", "bf": "0"},
    ("h264", Quality.BEST): {"preset": "medium", "crf": "12"},
    ("vp9", Quality.SMALL): {"deadline": "realtime", "cpu-used": "5", "crf": "44"},
    ("vp9", Quality.GOOD): {"deadline": "realtime", "cpu-used": "5", "crf": "36"},
    ("vp9", Quality.BEST): {"deadline": "realtime", "cpu-used": "5", "crf": "14"},
    ("av1", Quality.SMALL): {"preset": "8", "crf": "50"},
    ("av1", Quality.GOOD): {"preset": "9", "crf": "35"},
    ("av1", Quality.BEST): {"preset": "8", "crf": "18"},
}
_ALWAYS: Final = {
    # The order of pictures and all that is measured is the same on every processor.
    "h264": {"x264-params": "cpu-independent=1"},
    # Looking ahead makes these pictures no smaller, and takes memory for 25 of them.
    "vp9": {"b": "0", "row-mt": "0", "tile-columns": "0", "lag-in-frames": "0"},
    "av1": {"svtav1-params": "lp=1"},
}


def codec_of(form: Format, quality: Quality | None = None, codec: str | None = None) -> Codec:
    """Return how a film is encoded.

    Args:
        form: MP4 or WebM.
        quality: How much may be lost; None for what is usual.
        codec: ``h264``, ``vp9`` or ``av1``; None for what is usual in such a file.

    Raises:
        ScenarioError: When the format cannot have that.
        CoreloomError: When what encodes it is missing; the sentence says how to add it.
    """
    names = _CODECS[form.name]
    name = codec or names[0]
    if name not in names:
        raise ScenarioError("--codec", "", name, f"{' or '.join(names)} for {form.endings[0]}")
    quality = quality or Quality.GOOD
    if quality is Quality.LOSSLESS:
        expected = "small, good or best; lossless are .apng, .webp and a folder/ of PNG pictures"
        raise ScenarioError("--quality", "", quality.value, expected)
    check_video(_ENCODERS[name], _TITLES[name], _instead(name))
    return Codec(
        encoder=_ENCODERS[name],
        title=_TITLES[name],
        container=form.name,
        options=_OPTIONS[name, quality] | _ALWAYS[name],
        file_options=_MP4 if form.name == "mp4" else _WEBM,
    )


def _instead(name: str) -> list[tuple[str, str]]:
    """Return what other encoders there are, and the files that they write."""
    usual = {names[0]: f".{form}" for form, names in _CODECS.items()}
    return [(_ENCODERS[other], ending) for other, ending in usual.items() if other != name]


def check_size(size: tuple[int, int]) -> None:
    """See whether pictures of this size, in pixels, can be encoded: two by two pixels have one colour.

    Raises:
        ScenarioError: When width or height is odd.
    """
    width, height = size
    if width % 2 or height % 2:
        even = f"{width + width % 2}x{height + height % 2}"
        raise ScenarioError("--size", "", f"{width}x{height}", f"an even width and height for a video, such as {even}")
