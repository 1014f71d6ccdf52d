"""What a policy remembers of each thread from one CPU burst to the next."""

from __future__ import annotations

from typing import TypeVar

_Record = TypeVar("_Record")


class Records(dict[int, _Record]):
    """Records by thread index. They go when the thread ends, so that short-lived threads leave nothing behind.

    A ready thread that is removed is added again at once, as a value of it was changed, or forgotten (protocol.py):
    until then its record is set aside.
    """

    def __init__(self) -> None:
        super().__init__()
        self._aside: tuple[int, _Record] | None = None

    def set_aside(self, index: int) -> None:
        """Take a removed thread's record out."""
        record = self.pop(index, None)
        self._aside = None if record is None else (index, record)

    def forget(self, index: int) -> None:
        """Drop a thread's record, wherever it is."""
        self.pop(index, None)
        if self._aside is not None and self._aside[0] == index:
            self._aside = None

    def recall(self, index: int) -> _Record | None:
        """Return a thread's record, put back if it was set aside; None when there is none."""
        if self._aside is not None and self._aside[0] == index:
            self[index] = self._aside[1]
            self._aside = None
        return self.get(index)
