"""Proving that nothing talks to a network: every attempt of Python code to do so fails, whoever makes it."""

from __future__ import annotations

import sys
from typing import Any, Final

#: What Python tells of before it happens (its table of audit events), by name.
_EVENTS: Final = frozenset(
    {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}
    | {"socket.gethostbyaddr", "socket.getnameinfo", "urllib.Request", "http.client.connect", "ftplib.connect"}
    | {"smtplib.connect", "poplib.connect", "imaplib.open", "telnetlib.Telnet.open", "webbrowser.open"}
)


class NetworkUseError(Exception):
    """Something wanted to talk to a network."""


def forbid_network() -> None:
    """Let whatever talks to a network fail, until the process ends.

    Sockets of the machine itself (``AF_UNIX``) are none.
    """
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _EVENTS and not _is_local(arguments):
        raise NetworkUseError(f"{event}{arguments!r}")


def _is_local(arguments: tuple[Any, ...]) -> bool:
    family = getattr(arguments[0], "family", None) if arguments else None
    return getattr(family, "name", "") == "AF_UNIX"  # Python's own sockets say it as an enum
