from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop_app.analysis.moment import snapshot as snapshot_at
from desktop_app.model.states import ThreadState
from desktop_app.views.stage.card_layout import detail_seen
from desktop_app.views.stage.drawing import colour
from desktop_app.views.stage.frame import compose
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.painting import paint_stage
from desktop_app.views.stage.ram import place
from desktop_app.views.stage.ram_card import code_place, hits
from desktop_app.views.stage.ram_layout import CardKind, CardPlace
from desktop_app.views.stage.ram_values import shown_stacks
from desktop_app.views.stage.text import size_text
from desktop_app.views.theme import DARK
from tests.scenarios import program, run
from tests.views.reading import words_of
from tests.views.sample_snapshots import Sample

pytestmark = pytest.mark.usefixtures("qapp")

MB = 1_000_000


def moment(*, ram_bytes=None, used=(None, None), **fields):
    snapshot = Sample(**fields).at(500_000)
    processes = [replace(process, ram_bytes=size) for process, size in zip(snapshot.processes, used, strict=True)]
    return replace(snapshot, processes=tuple(processes), ram_bytes=ram_bytes)


def test_without_a_count_it_is_code_and_data():
    assert any(text.endswith("of code and data") for text in words_of(moment()))


def test_what_is_counted_is_said_on_the_panel_and_on_each_card():
    words = words_of(moment(used=(220 * MB, 42_600_000)))
    assert "263 MB in use" in words
    assert [text for text in words if text.endswith("private address space")] == [
        "220 MB · private address space",
        "42.6 MB · private address space",
    ]


def test_of_a_ram_with_a_size_the_size_is_said():
    assert "220 MB of 512 MB" in words_of(moment(ram_bytes=512 * MB, used=(220 * MB, None)))


def test_the_bar_is_in_proportion_to_all_of_ram():
    shown = moment(ram_bytes=400 * MB, used=(100 * MB, 100 * MB))
    image = QImage(1920, 840, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_stage(painter, QRectF(0, 0, 1920, 840), shown, DARK)
    painter.end()
    frame = compose(1920, 840, shown, DARK)
    place_of_bar = place(frame).bar
    bar = place_of_bar.x, place_of_bar.y + 2, place_of_bar.w
    at = [
        image.pixelColor(round((bar[0] + bar[2] * share) * frame.layout.scale), round(bar[1] * frame.layout.scale))
        for share in (0.12, 0.37, 0.6, 0.9)
    ]
    track = colour(DARK.track).name()
    assert [pixel.name() == track for pixel in at] == [False, False, True, True]
    assert at[0] != at[1]


def test_parts_of_the_bar_say_whose_they_are_and_how_much_that_is():
    words = words_of(moment(ram_bytes=400 * MB, used=(200 * MB, 20 * MB)))
    assert "P1 · 200 MB" in words
    assert "P2 · 20 MB" not in words
    assert "20 MB · private address space" in words


@pytest.mark.parametrize(("processes", "size"), [(2, (1366, 560)), (7, (1366, 560)), (16, (1920, 840))])
def test_each_card_gives_the_size_of_its_process(processes, size):
    snapshot = Sample(processes=processes).at(500_000)
    words = words_of(snapshot, size)
    for process in snapshot.processes:
        wanted = size_text(process.code_bytes + process.data_bytes)
        assert any(word in {wanted, f"{wanted} · private address space"} for word in words)


def test_names_refer_to_an_object_by_its_mark_and_the_card_shows_it_once():
    trace = run(program("a = [1, 2]\nb = a\nc = {'list': a}\nd = 5\n"))
    words = words_of(snapshot_at(trace, trace.known_until_ns - 1))
    assert words.count("→ #1") == 2
    assert words.count("[1, 2]") == 1
    assert "{'list': #1}" in words
    assert "#1" in words


def test_where_there_is_no_room_for_a_heap_values_stand_with_their_names():
    source = "a = [1, 2]\nb = a\n"
    trace = run(*[program(source)] * 4, cores=4)
    words = words_of(snapshot_at(trace, trace.known_until_ns - 1), (900, 420))
    assert not any("→" in word and "#" in word for word in words)


def test_a_card_says_how_its_process_was_ended():
    snapshot = Sample(ended=1).at(500_000)
    ended = replace(snapshot.processes[0], ending="killed: out of memory")
    words = words_of(replace(snapshot, processes=(ended, *snapshot.processes[1:])))
    assert "killed: out of memory" in words
    assert "ended, memory freed" not in words


def test_the_colour_of_a_process_that_ends_leaves_its_card():
    trace = run(program("x = 1\n"), program("x = 1\n" * 20))
    end_ns = trace.memory[0].end_ns
    seen = []
    for t_ns in (end_ns, end_ns + 100_000, end_ns + 200_000, end_ns + 300_000):
        shown = snapshot_at(trace, t_ns)
        image = QImage(1366, 560, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        paint_stage(painter, QRectF(0, 0, 1366, 560), shown, DARK)
        painter.end()
        frame = compose(1366, 560, shown, DARK)
        card = place(frame).cards[0].rect
        pixel = image.pixelColor(round((card.x + 1) * frame.layout.scale), round(card.cy * frame.layout.scale))
        seen.append(pixel.blue())
    assert seen[0] > seen[1] > seen[2] == seen[3]


def test_an_ended_process_of_bursts_has_the_whole_card_for_what_it_said():
    snapshot = Sample(ended=2, bursts=True).at(500_000)
    message = "RuntimeError: cannot unlock mutex 'm': it is not locked, and nobody else has ever held it before\n"
    said = replace(snapshot.processes[1], output=message)
    words = words_of(replace(snapshot, processes=(snapshot.processes[0], said)))
    first = next(index for index, word in enumerate(words) if word.startswith("RuntimeError"))
    assert " ".join(words[first : first + 2]) == message.strip()


@pytest.mark.parametrize("threads", [2, 100])
def test_how_many_threads_are_shown_is_not_cut(threads):
    sample = Sample(cores=64, processes=1, threads=threads, bursts=True)
    words = words_of(sample.at(500_000), (1366, 560))
    assert not any("threa…" in word for word in words)
    assert any(word.endswith(f" of {threads}") for word in words) == (threads > 2)


@pytest.mark.parametrize("processes", [1, 2, 3, 4])
def test_a_card_of_bursts_counts_its_threads_in_every_state(processes):
    words = words_of(Sample(processes=processes, bursts=True).at(500_000), (1366, 560))
    counted = words[words.index("CPU and I/O bursts") :]
    assert [word for word in counted if word in {"running", "ready", "waiting"}][:3] == ["running", "ready", "waiting"]


def test_more_that_have_ended_than_have_cards_are_counted():
    words = words_of(Sample(processes=9, ended=8).at(500_000))
    assert "5 more ended" in words


def test_a_folded_card_of_bursts_gives_no_size_that_nothing_counts():
    snapshot = Sample(processes=7, bursts=True).at(500_000)
    sizes = [word for word in words_of(snapshot) if word.endswith(("KiB", " B"))]
    assert len(sizes) == 6
    counted = (*snapshot.processes[:-1], replace(snapshot.processes[-1], ram_bytes=3 * MB))
    assert "3 MB" in words_of(replace(snapshot, processes=counted))


def test_a_card_says_which_process_started_its_own():
    snapshot = Sample().at(500_000)
    child = replace(snapshot.processes[1], parent="P1")
    words = words_of(replace(snapshot, processes=(snapshot.processes[0], child)))
    assert "P2 · app.py · started by P1" in words
    assert "P1 · app.py" in words


def test_where_not_all_stacks_fit_those_that_ended_go_first():
    process = Sample(processes=1, threads=12).at(500_000).processes[0]
    stacks = tuple(
        replace(stack, state=ThreadState.TERMINATED if place < 10 else ThreadState.READY)
        for place, stack in enumerate(process.stacks)
    )
    many = replace(process, stacks=stacks)

    def shown(rows):
        return [stack.thread.label for stack in shown_stacks(many, rows)]

    assert shown(3) == ["P1·T10", "P1·T11", "P1·T12"]
    assert shown(1) == ["P1·T11"]
    assert len(shown(12)) == len(shown(20)) == 12
    assert [hit.thread for hit in hits(many, CardPlace(index=0, rect=Rect(0, 0, 900, 200), kind=CardKind.DETAIL))] == [
        10
    ]


@pytest.mark.parametrize("grown", [1.0, 2.0, 5.0])
def test_rows_of_code_seen_closely_lie_in_what_is_painted(grown):
    card = CardPlace(index=0, rect=Rect(30, 80, 600 * grown, 420 * grown), kind=CardKind.DETAIL, grown=grown)
    layout = detail_seen(card, 9, 3, 1, 0, 0, 4)
    whole = code_place(layout)
    assert layout.code
    assert all(whole.x <= row.x and row.right <= whole.right for row in layout.code)
