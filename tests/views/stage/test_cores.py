from dataclasses import replace

import pytest

from tests.views.reading import words_of
from tests.views.sample_snapshots import Sample

pytestmark = pytest.mark.usefixtures("qapp")

LONG = "P1·T1 waits for a semaphore with quite a long name, 12 more wait"


def idle(reason, cores, size=(1366, 600)):
    snapshot = Sample(cores=cores, processes=1, ended=1).at(500_000)
    return words_of(replace(snapshot, cores=tuple(replace(core, idle_reason=reason) for core in snapshot.cores)), size)


def test_a_short_reason_stands_in_the_header():
    assert "idle: P1·T1 waits for disk" in idle("P1·T1 waits for disk", 4)


def test_a_long_reason_is_wrapped_where_the_program_would_be():
    words = idle(LONG, 2)
    below = words[words.index("nothing executes") + 1 : words.index("Core 1")]
    assert words.count("idle") == 2
    assert " ".join(below) == LONG


def test_where_there_is_no_such_place_what_is_least_needed_goes_first():
    seen = []
    for length in range(1, 30, 3):
        first = f"P1·T1 waits for semaphore {'s' * length}"
        whole = f"{first}, 12 more wait"
        forms = [f"idle: {whole}", whole, f"idle: {first}", first]
        seen += [forms.index(word) for word in idle(whole, 4) if word in forms]
    assert seen == sorted(seen)
    assert set(seen) == {0, 1, 2, 3}


def test_in_small_cards_idle_is_said_and_nothing_is_cut():
    words = idle(LONG, 16)
    assert words.count("idle") == 16
    assert not any("…" in word for word in words)


def test_a_small_card_says_below_its_cells_why_its_core_is_idle():
    """Five cores beside a panel: the header has room for one word, and there is room below."""
    found = idle(LONG, 5, (930, 480))
    assert LONG.replace(" ", "") in "".join("".join(found).split())


def test_where_there_is_no_room_below_it_says_nothing_there():
    assert not any("P1·T1 waits" in text for text in idle(LONG, 64, (1366, 560)))
