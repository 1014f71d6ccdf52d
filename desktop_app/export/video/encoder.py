"""The encoder of a chunk. All chunks of a film have the same settings, so that they can be joined."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction
from typing import Final, cast

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from desktop_app.export.video.codec import KEY_FRAME_S, Codec
from desktop_app.export.video.packets import EncodedPicture

#: What players need to know to show the right colours; it is read from AVOptions, which all encoders have.
_COLOURS: Final = {
    "colorspace": "bt709",
    "color_primaries": "bt709",
    "color_trc": "bt709",
    "color_range": "tv",
    # Each colour is the mean of four pixels, so its place is between them.
    "chroma_sample_location": "center",
}
#: AV_CODEC_FLAG_GLOBAL_HEADER: what all chunks have in common stands in the file once.
_GLOBAL_HEADER: Final = 1 << 22


def settle(context: VideoCodecContext, codec: Codec, size: tuple[int, int], fps: int) -> None:
    """Give an encoder that is not open yet its settings.

    Args:
        context: The encoder.
        codec: Which it is, and how it is set.
        size: Width and height of the pictures, in pixels.
        fps: Frames per second.
    """
    context.width, context.height = size
    context.pix_fmt = "yuv420p"
    context.framerate = Fraction(fps)
    context.time_base = Fraction(1, fps)
    context.gop_size = KEY_FRAME_S * fps
    # With several threads what comes out would depend on the machine.
    context.thread_count = 1
    context.flags |= _GLOBAL_HEADER
    context.options = _COLOURS | codec.options


class Encoder:
    """Encodes the pictures of one chunk.

    Args:
        codec: How.
        size: Width and height of the pictures, in pixels.
        fps: Frames per second.

    Raises:
        OSError: When it does not start, such as for want of memory.
    """

    def __init__(self, codec: Codec, size: tuple[int, int], fps: int) -> None:
        # SVT-AV1 would write about itself to the terminal; 1 is for errors only.
        os.environ.setdefault("SVT_LOG", "1")
        self._context = cast("VideoCodecContext", av.CodecContext.create(codec.encoder, "w"))
        self._time_base = Fraction(1, fps)
        settle(self._context, codec, size, fps)
        self._context.open()

    @property
    def header(self) -> bytes:
        """What stands in a file once."""
        return self._context.extradata or b""

    def encode(self, frame: VideoFrame, number: int) -> Iterator[EncodedPicture]:
        """Encode a picture, and yield what is ready by now.

        Args:
            frame: The picture.
            number: Its number in the film, from 0.
        """
        frame.pts, frame.time_base = number, self._time_base
        return self._packets(frame)

    def finish(self) -> Iterator[EncodedPicture]:
        """Yield all the rest."""
        return self._packets(None)

    def _packets(self, frame: VideoFrame | None) -> Iterator[EncodedPicture]:
        for packet in self._context.encode_lazy(frame):
            assert packet.pts is not None
            assert packet.dts is not None
            yield EncodedPicture(packet.pts, packet.dts, packet.is_keyframe, bytes(packet))
