from hypothesis import given
from hypothesis import strategies as st

from desktop_app.export.film import CHUNK_FRAMES, Film, Pace, Take, chunk_count
from desktop_app.export.look import Look

LOOK = Look(size=(1280, 720))


def film_of(*frames):
    takes = tuple(
        Take(frames=count, seen=lambda frame, number=number: (number, frame)) for number, count in enumerate(frames)
    )
    return Film(title="Film", takes=takes, fps=30, look=LOOK)


@given(st.lists(st.integers(1, 600), min_size=1, max_size=5))
def test_every_frame_is_one_of_a_take_in_order(frames):
    film = film_of(*frames)
    wanted = [(number, frame) for number, count in enumerate(frames) for frame in range(count)]
    assert [film.seen(frame) for frame in range(film.frames)] == wanted


@given(st.lists(st.integers(1, 600), min_size=1, max_size=5))
def test_chunks_are_all_frames_and_none_twice(frames):
    film = film_of(*frames)
    assert [frame for chunk in film.chunks for frame in chunk] == list(range(film.frames))
    lengths = [len(chunk) for chunk in film.chunks]
    assert max(lengths) <= CHUNK_FRAMES
    assert max(lengths) - min(lengths) <= 1
    assert len(lengths) == 1 or len(lengths) % 2 == 0
    assert len(lengths) == chunk_count(sum(frames))


@given(st.lists(st.tuples(st.integers(1, 600), st.integers(0, 1)), min_size=1, max_size=5))
def test_a_chunk_is_of_one_step_and_the_same_where_that_is_exported_alone(takes):
    steps = [sum(new for _, new in takes[: number + 1]) for number in range(len(takes))]
    film = Film(
        title="Film",
        takes=tuple(
            Take(frames=count, seen=lambda frame: frame, step=step)
            for (count, _), step in zip(takes, steps, strict=True)
        ),
        fps=30,
        look=LOOK,
    )
    assert film.steps == tuple(dict.fromkeys(steps))
    chunks = [(film.of_step(step), chunk) for step in film.steps for chunk in film.of_step(step).chunks]
    assert [len(chunk) for chunk in film.chunks] == [len(chunk) for _, chunk in chunks]
    seen = [film.seen(frame) for chunk in film.chunks for frame in chunk]
    assert seen == [alone.seen(frame) for alone, chunk in chunks for frame in chunk]


@given(st.integers(0, 10**12), st.integers(0, 10**9), st.integers(1, 10**9), st.integers(1, 120))
def test_a_stretch_plays_evenly_from_its_first_moment_to_its_last(begin_ns, span_ns, speed_ns, fps):
    pace = Pace(begin_ns=begin_ns, end_ns=begin_ns + span_ns, speed_ns=speed_ns, fps=fps)
    assert pace.t_ns(0) == begin_ns
    assert pace.t_ns(pace.frames - 1) == pace.end_ns
    if pace.frames > 1:
        assert pace.t_ns(pace.frames - 2) < pace.end_ns


def test_a_layout_is_made_for_the_size_without_the_scale():
    screen = Look(size=(1920, 1080), scale=1.5).screen
    assert (screen.width(), screen.height()) == (1280, 720)
