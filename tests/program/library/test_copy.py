"""The library's copy beside the host's own."""

from __future__ import annotations

from tests.program.library.loader import check


def test_it_does_what_the_real_module_does() -> None:
    check("copy")
