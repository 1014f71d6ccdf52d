from __future__ import annotations

from desktop_app.model.counting import counted


def test_numbers_go_with_their_nouns():
    assert counted(1, "context switch") == "1 context switch"
    assert counted(3, "context switch") == "3 context switches"
    assert counted(2, "core") == "2 cores"
    assert counted(1_000, "thread") == "1,000 threads"
