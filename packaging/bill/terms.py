"""What SPDX expressions mean: whether they are right, which texts belong to them, and whether they demand the GPL."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from failures import SetUpError

if TYPE_CHECKING:
    from license_expression import Licensing


class Shared(NamedTuple):
    """A licence whose text is the same wherever it is applied: kept once, as texts/ID.txt.

    Attributes:
        debian: What the text is called that every Debian has.
        begins: Words of the licence's own text, in small letters, that no notice has that only refers to it.
    """

    debian: str
    begins: str


#: By how their SPDX identifiers begin.
SHARED = {
    "Apache-2.0": Shared("Apache-2.0", "terms and conditions for use, reproduction, and distribution"),
    "CC0-1.0": Shared("CC0-1.0", "statement of purpose"),
    "GPL-2.0": Shared("GPL-2", "gnu general public license version 2, june 1991"),
    "GPL-3.0": Shared("GPL-3", "gnu general public license version 3, 29 june 2007"),
    "LGPL-2.0": Shared("LGPL-2", "gnu library general public license version 2, june 1991"),
    "LGPL-2.1": Shared("LGPL-2.1", "gnu lesser general public license version 2.1, february 1999"),
    "LGPL-3.0": Shared("LGPL-3", "gnu lesser general public license version 3, 29 june 2007"),
    "MPL-2.0": Shared(
        "MPL-2.0", "mozilla public license version 2.0 ================================== 1. definitions"
    ),
}


@cache
def _licensing() -> Licensing:
    # Part of the environment that bundles are built in, and not of every Python that reads a bundle's bill.
    from license_expression import get_spdx_licensing  # noqa: PLC0415

    return get_spdx_licensing()


def check(licence: str) -> None:
    """Check an SPDX expression.

    Raises:
        SetUpError: It is none, or has licences that SPDX does not list and that do not begin with LicenseRef-.
    """
    from license_expression import ExpressionError  # noqa: PLC0415 - as above

    try:
        unknown = _licensing().unknown_license_keys(_licensing().parse(licence))
    except ExpressionError as error:
        raise SetUpError(f"{licence!r} is no SPDX expression: {error}") from error
    odd = [name for name in unknown if not name.startswith("LicenseRef-")]
    if odd:
        raise SetUpError(f"{licence!r} is no SPDX expression: it has {', '.join(odd)}")


def demands_gpl(licence: str) -> bool:
    """Say whether a part under this licence puts a program that it is part of under the GPL."""
    return not _free_of_gpl(_licensing().parse(licence))


def _free_of_gpl(node: Any) -> bool:  # noqa: ANN401 - the library has no types
    if node.__class__.__name__ == "OR":
        return any(map(_free_of_gpl, node.args))
    if node.__class__.__name__ == "AND":
        return all(map(_free_of_gpl, node.args))
    if hasattr(node, "exception_symbol"):
        return True  # those that occur here let programs under any licence have the part inside
    return not str(node.key).startswith(("GPL-", "AGPL-"))


def texts_of(licence: str, present: str) -> list[str]:
    """Return the names of shared texts that belong to an expression and are not in the texts that are present."""
    names = {str(key).removesuffix("-only").removesuffix("-or-later") for key in _licensing().license_keys(licence)}
    there = " ".join(present.split()).casefold()
    return [f"{name}.txt" for name, shared in SHARED.items() if name in names and shared.begins not in there]
