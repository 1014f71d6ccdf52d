from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPicture

from desktop_app.analysis.moment import Moments
from desktop_app.model.camera import Camera, Stop
from desktop_app.model.states import ThreadState
from desktop_app.views.stage.frame import compose
from desktop_app.views.stage.journey import area_of, look
from desktop_app.views.stage.lens import Approach, looking
from desktop_app.views.stage.options import ByteForm, StageOptions
from desktop_app.views.stage.painting import paint_stage
from desktop_app.views.stage.places import camera_at, camera_for, hits, lens_now, stop_seen, thread_at
from desktop_app.views.theme import DARK
from tests.scenarios import MS, bursts, program, run
from tests.views.reading import VectorReader, boxes_of
from tests.views.sample_snapshots import LONG, Sample

pytestmark = pytest.mark.usefixtures("qapp")

SIZE = (1920, 840)
NEAR = [stop for stop in Stop if stop is not Stop.ALL]


@pytest.fixture(scope="module")
def moment():
    return Sample(waiting=1, threads=3).at(460_000)


def at(snapshot, stop, size=SIZE, **fields):
    return look(*size, snapshot, DARK, StageOptions(camera=Camera(stop=stop, **fields)))


def overlaps(boxes):
    """Return the pairs of different texts of which one is drawn over another one, beneath the title."""
    found = []
    ordered = sorted({(text, box.getRect()) for text, box in boxes}, key=lambda one: one[1][1])
    for number, (text, (x, y, wide, high)) in enumerate(ordered):
        for other, (left, top, across, _) in ordered[number + 1 :]:
            if top >= y + high - 1:
                break
            if left < x + wide - 1 and x < left + across - 1 and (text, x) != (other, left):
                found.append((text, other))
    return found


@pytest.mark.parametrize("stop", NEAR)
@pytest.mark.parametrize(
    ("size", "cores"), [((1366, 560), 1), ((1366, 560), 64), (SIZE, 4), (SIZE, 16), ((3840, 1680), 4)]
)
def test_no_text_lies_on_another_at_any_stop(stop, size, cores):
    snapshot = Sample(cores=cores, processes=3, threads=4, waiting=2).at(1_350_000)
    frame = at(snapshot, stop, size)
    high = area_of(frame.whole or frame).y * (frame.whole or frame).layout.scale
    boxes = boxes_of(snapshot, size, frame.options)
    below = [(text, box) for text, box in boxes if box.top() >= high]
    assert len(below) > 4
    assert not overlaps(below)


@pytest.mark.parametrize("zoom", [1.3, 2.0, 3.1, 4.6, 7.0, 11.0, 19.0, 40.0])
def test_no_text_lies_on_another_on_the_way_into_memory(zoom):
    snapshot = Sample(cores=2, processes=2, threads=2, source=LONG).at(760_000)
    options = StageOptions(camera=Camera(stop=None, x=0.08, y=0.2, zoom=zoom), bytes_as=ByteForm.HEX)
    high = area_of(compose(*SIZE, snapshot, DARK)).y
    assert not overlaps([(text, box) for text, box in boxes_of(snapshot, SIZE, options) if box.top() >= high * 1.02])


def test_each_stop_is_seen_from_nearer_than_the_whole_and_says_that_it_is_there(moment):
    assert at(moment, Stop.ALL).lens is None
    assert stop_seen(at(moment, Stop.ALL)) is Stop.ALL
    for stop in NEAR:
        frame = at(moment, stop)
        assert frame.lens.zoom > 1
        assert stop_seen(frame) is stop
    zooms = [at(moment, stop).lens.zoom for stop in (Stop.BYTES, Stop.SOURCE, Stop.BYTECODE, Stop.RAM)]
    assert all(near > far for near, far in pairwise(zooms))


@pytest.mark.parametrize("stop", [Stop.RAM, Stop.BYTECODE, Stop.SOURCE, Stop.BYTES])
def test_a_place_as_near_as_a_stop_is_known_for_what_it_shows(moment, stop):
    frame = at(moment, stop, thread="P1·T1")
    there = look(*SIZE, moment, DARK, StageOptions(camera=replace(frame.lens.camera, thread="P1·T1")))
    assert stop_seen(there) is stop


def test_the_instruction_that_executes_is_in_sight(moment):
    words = [text for text, _ in boxes_of(moment, SIZE, StageOptions(camera=Camera(stop=Stop.SOURCE, core=0)))]
    line = moment.processes[0].listing.lines[max(moment.cores[0].flights, key=lambda f: -1 <= f.phase < 0).line]
    assert f"opcode {line.raw[0]} is {line.opname}" in [word.split("  ·  ")[0] for word in words]
    assert f"0x{line.address:02X}" in words


def test_bytes_are_written_as_the_viewer_chose(moment):
    camera = Camera(stop=Stop.BYTES, core=0)
    pictures = []
    for form in (ByteForm.BITS, ByteForm.HEX):
        options = StageOptions(camera=camera, bytes_as=form)
        pictures.append(_vectors(moment, options))
    bits, in_hex = (sorted(texts) for texts in pictures)
    assert bits.count("128") >= 2
    assert {"64", "32", "0"} <= set(bits)
    assert "128" not in in_hex
    assert in_hex.count("16") >= 2


def _vectors(snapshot, options):
    """Return all texts of a drawing without pixels, in which nothing is kept as a picture."""
    picture = QPicture()
    painter = VectorReader(picture)
    paint_stage(painter, QRectF(0, 0, *SIZE), snapshot, DARK, options)
    painter.end()
    return painter.texts


def test_a_process_that_is_looked_at_unfolds_where_others_fold():
    snapshot = Sample(cores=16, processes=40, threads=1).at(1_350_000)
    folded = [text for text, _ in boxes_of(snapshot, SIZE)]
    looked_at = [
        text for text, _ in boxes_of(snapshot, SIZE, StageOptions(camera=Camera(stop=Stop.ALL, thread="P9·T1")))
    ]
    assert not any(text.startswith("LOAD_") for text in folded)
    assert any(text.startswith("LOAD_") for text in looked_at)
    followed = StageOptions(followed=8, camera=Camera(stop=Stop.SOURCE))
    assert any("is LOAD_" in text for text, _ in boxes_of(snapshot, SIZE, followed))


@pytest.mark.parametrize("stop", [Stop.ALL, Stop.SCHEDULER, Stop.CORE, Stop.RAM])
@pytest.mark.parametrize("cores", [1, 4, 64])
def test_a_click_hits_the_thread_whose_label_is_there(stop, cores):
    snapshot = Sample(cores=cores, processes=3, threads=30, waiting=2).at(620_000)
    frame = at(snapshot, stop, thread="P1·T1")
    window = lens_now(frame).window
    seen = [hit for hit in hits(frame) if window.has_point(hit.rect.cx, hit.rect.cy)]
    assert seen
    for hit in seen:
        assert thread_at(frame, hit.rect.cx, hit.rect.cy) == hit.thread
    assert thread_at(frame, 30, 5) is None


def test_a_double_click_goes_to_what_is_there(moment):
    frame = look(*SIZE, moment, DARK)
    layout = frame.layout
    card = layout.cores[2].card
    assert camera_at(frame, card.cx, card.bottom - 4) == Camera(stop=Stop.CORE, core=2)
    label = next(hit for hit in hits(frame) if hit.thread == moment.cores[2].thread.index)
    assert camera_at(frame, label.rect.cx, label.rect.cy) == Camera(stop=Stop.CORE, thread=moment.cores[2].thread.label)
    assert camera_at(frame, layout.scheduler.right - 4, layout.scheduler.bottom - 4) == Camera(stop=Stop.SCHEDULER)
    assert camera_at(frame, layout.trunk.cx, layout.trunk.y + 9) == Camera(stop=Stop.BUS)
    assert camera_at(frame, layout.rails[1].rect.right - 4, layout.rails[1].fetch_y) == Camera(stop=Stop.BUS, core=2)
    assert camera_at(frame, layout.ram.cx, layout.ram.y + 90).stop is Stop.RAM
    assert camera_at(frame, layout.ram.cx, layout.ram.bottom + 4) is None
    assert camera_at(frame, layout.size.cx, 10) is None


def test_a_double_click_on_an_instruction_looks_at_it(moment):
    frame = look(*SIZE, moment, DARK)
    text, box = next(one for one in boxes_of(moment, SIZE) if one[0].startswith("LOAD_CONST") and "20" in one[0])
    scale = frame.layout.scale
    camera = camera_at(frame, box.center().x() / scale, box.center().y() / scale)
    assert (camera.stop, camera.thread) == (None, "P1·T1")
    seen = [word for word, _ in boxes_of(moment, SIZE, StageOptions(camera=camera))]
    assert any(word.endswith("constant number 1: 20") for word in seen), text


def test_a_stop_is_about_whom_the_viewer_means(moment):
    frame = look(*SIZE, moment, DARK)
    first = moment.cores[0].thread.label
    assert camera_for(frame, Stop.ALL, Camera(core=1)) == Camera()
    assert camera_for(frame, Stop.CORE, None) == Camera(stop=Stop.CORE, core=0)
    assert camera_for(frame, Stop.SOURCE, None) == Camera(stop=Stop.SOURCE, thread=first)
    assert camera_for(frame, Stop.CORE, Camera(stop=Stop.CORE, core=3)) == Camera(stop=Stop.CORE, core=3)
    third = moment.cores[3].thread.label
    assert camera_for(frame, Stop.RAM, Camera(stop=Stop.CORE, core=3)) == Camera(stop=Stop.RAM, thread=third)
    following = look(*SIZE, moment, DARK, StageOptions(followed=2))
    assert camera_for(following, Stop.SOURCE, None) == Camera(stop=Stop.SOURCE)


def test_on_the_way_the_picture_is_between_both_ends(moment):
    options = StageOptions(camera=Camera(stop=Stop.CORE, core=1))
    whole = compose(*SIZE, moment, DARK)
    area = area_of(whole)
    begin = looking(area, area.cx, area.cy, 1.0)
    end = look(*SIZE, moment, DARK, options).lens
    zooms = [
        lens_now(look(*SIZE, moment, DARK, options, Approach(begin=begin, share=share))).zoom
        for share in (0, 0.25, 0.5, 0.75, 1)
    ]
    assert zooms[0] == 1.0
    assert zooms[-1] == end.zoom
    assert zooms == sorted(zooms)


@pytest.fixture(scope="module")
def migrating():
    """Two cores and three threads, so that threads wait and migrate, and one that waits for a device."""
    trace = run(bursts("cpu 5ms"), bursts("cpu 2ms, io disk 2ms, cpu 2ms"), bursts("cpu 5ms"), cores=2)
    return Moments(trace)


def test_the_camera_goes_with_the_thread_without_a_leap(migrating):
    """From slot to slot of a glide, it moves by little more than its share; and in the end it is with the thread."""
    trace = migrating.trace
    step = trace.header.instruction_ns // 20
    options = StageOptions(followed=1, camera=Camera(stop=Stop.CORE))
    places, cores = [], set()
    for t_ns in range(0, 8 * MS, step):
        snapshot = migrating.at(t_ns, 1)
        lens = lens_now(look(*SIZE, snapshot, DARK, options))
        places.append((lens.seen.cx, lens.seen.cy))
        cores.add(snapshot.followed.core)
        if t_ns - snapshot.followed.since_ns > trace.header.instruction_ns:
            core = snapshot.followed.core
            target = lens.seen.holds
            layout = compose(*SIZE, snapshot, DARK).layout
            assert target(layout.scheduler if core is None else layout.cores[core].card)
    assert len(cores) > 1
    longest = max(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(places))
    assert longest < 220


def test_with_reduced_motion_the_camera_is_there_at_once(migrating):
    options = StageOptions(followed=1, camera=Camera(stop=Stop.CORE), reduce_motion=True)
    seen = {
        lens_now(look(*SIZE, migrating.at(t_ns, 1), DARK, options)).seen
        for t_ns in range(0, 8 * MS, migrating.trace.header.instruction_ns // 5)
    }
    assert len(seen) <= 3


@pytest.fixture(scope="module")
def long_program():
    return Moments(run(program("x = 1\n" * 40)))


def seen_from(moments, stop, times, **fields):
    options = StageOptions(camera=Camera(stop=stop, thread="P1·T1"), **fields)
    return [lens_now(look(*SIZE, moments.at(t_ns), DARK, options)).seen for t_ns in times]


def test_the_camera_stands_still_while_execution_goes_on_in_one_group_of_rows(long_program):
    """And with reduced motion it is at the next group at once."""
    slot = long_program.trace.header.instruction_ns
    seen = seen_from(long_program, Stop.SOURCE, range(MS, 5 * MS, slot // 4), reduce_motion=True)
    moves = sum(a != b for a, b in pairwise(seen))
    assert 5 < moves <= len(seen) / 8


def test_from_group_to_group_the_camera_glides(long_program):
    slot = long_program.trace.header.instruction_ns
    seen = seen_from(long_program, Stop.SOURCE, range(MS, 2 * MS, slot // 40))
    assert max(abs(a.y - b.y) for a, b in pairwise(seen)) < seen[0].h / 5


def test_a_camera_on_whom_there_is_not_looks_at_the_stage_all_the_same():
    empty = Sample(cores=2, processes=0).at(0)
    for stop in Stop:
        frame = at(empty, stop, thread="P7·T7")
        assert frame.snapshot is empty
    ended = Sample(cores=2, processes=2, ended=2).at(500_000)
    assert all(stack.state is ThreadState.TERMINATED for process in ended.processes for stack in process.stacks)
    for stop in Stop:
        assert lens_now(at(ended, stop, core=9)).zoom >= 1
