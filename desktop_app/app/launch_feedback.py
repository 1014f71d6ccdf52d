"""Telling a desktop on X11 that a start is over which opens no window: else its pointer is busy for half a minute.

A desktop that starts a program shows that until the program's window is there. A second start has none. What is sent is
the freedesktop.org Startup Notification Protocol (version 0.1), by the library for X11 that Qt depends on itself.
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from typing import Any, Final

_CLIENT_MESSAGE: Final = 33
_PROPERTY_CHANGE: Final = 1 << 22
_INPUT_ONLY: Final = 2
_CHUNK: Final = 20


class _Screens(ctypes.Structure):
    _fields_ = (("data", ctypes.POINTER(ctypes.c_uint32)), ("rem", ctypes.c_int), ("index", ctypes.c_int))


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Atom(ctypes.Structure):
    _fields_ = (("head", ctypes.c_uint8 * 8), ("atom", ctypes.c_uint32))


class _Message(ctypes.Structure):
    _fields_ = (
        ("response_type", ctypes.c_uint8),
        ("format", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("window", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("data", ctypes.c_char * _CHUNK),
    )


def say_it_is_over() -> None:
    """Tell the desktop that this start is over, where it waits for that."""
    identity = os.environ.get("DESKTOP_STARTUP_ID")
    if identity and os.environ.get("DISPLAY") and sys.platform.startswith("linux"):
        with suppress(OSError, AttributeError):  # no such library, or an X server that does not answer
            _send(chunks(identity))


def chunks(identity: str) -> list[bytes]:
    """Return the message that a start is over in pieces as they are sent, the last one with its end."""
    quoted = "".join(f"\\{each}" if each in '\\" ' else each for each in identity)
    data = f"remove: ID={quoted}".encode() + b"\0"
    return [data[at : at + _CHUNK].ljust(_CHUNK, b"\0") for at in range(0, len(data), _CHUNK)]


def _send(pieces: list[bytes]) -> None:
    xcb: Any = ctypes.CDLL("libxcb.so.1")
    pointer = ctypes.c_void_p
    for name, result, arguments in (
        ("xcb_connect", pointer, (ctypes.c_char_p, pointer)),
        ("xcb_connection_has_error", ctypes.c_int, (pointer,)),
        ("xcb_get_setup", pointer, (pointer,)),
        ("xcb_setup_roots_iterator", _Screens, (pointer,)),
        ("xcb_intern_atom", _Cookie, (pointer, ctypes.c_uint8, ctypes.c_uint16, ctypes.c_char_p)),
        ("xcb_intern_atom_reply", ctypes.POINTER(_Atom), (pointer, _Cookie, pointer)),
        ("xcb_generate_id", ctypes.c_uint32, (pointer,)),
        ("xcb_send_event", _Cookie, (pointer, ctypes.c_uint8, ctypes.c_uint32, ctypes.c_uint32, pointer)),
        ("xcb_flush", ctypes.c_int, (pointer,)),
        ("xcb_disconnect", None, (pointer,)),
    ):
        function = getattr(xcb, name)
        function.restype, function.argtypes = result, arguments
    connection = xcb.xcb_connect(None, None)
    try:
        if not xcb.xcb_connection_has_error(connection):
            _send_to_root(xcb, connection, pieces)
    finally:
        xcb.xcb_disconnect(connection)


def _send_to_root(xcb: Any, connection: int, pieces: list[bytes]) -> None:  # noqa: ANN401 - a library
    root = xcb.xcb_setup_roots_iterator(xcb.xcb_get_setup(connection)).data[0]
    window = xcb.xcb_generate_id(connection)  # who reads it puts pieces of one window together
    nothing = (ctypes.c_uint32 * 1)(0)
    xcb.xcb_create_window(
        ctypes.c_void_p(connection), 0, window, root, -100, -100, 1, 1, 0, _INPUT_ONLY, 0, 0, ctypes.byref(nothing)
    )
    atoms = [_atom(xcb, connection, name) for name in (b"_NET_STARTUP_INFO_BEGIN", b"_NET_STARTUP_INFO")]
    for number, piece in enumerate(pieces):
        message = _Message(response_type=_CLIENT_MESSAGE, format=8, window=window, type=atoms[number > 0], data=piece)
        xcb.xcb_send_event(connection, 0, root, _PROPERTY_CHANGE, ctypes.byref(message))
    xcb.xcb_flush(connection)


def _atom(xcb: Any, connection: int, name: bytes) -> int:  # noqa: ANN401 - a library
    reply = xcb.xcb_intern_atom_reply(connection, xcb.xcb_intern_atom(connection, 0, len(name), name), None)
    return int(reply.contents.atom)
