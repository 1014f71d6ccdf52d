"""Programs as people write them, that use several of the library's modules together."""

from __future__ import annotations

from tests.program.library.loader import check


def test_they_give_what_they_give_with_the_real_modules() -> None:
    check("programs")
