import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.app.exporting.choices import Choices
from desktop_app.app.exporting.estimate import Sample, estimated, rate_key, rate_of, remembered
from desktop_app.export.film import chunk_count
from desktop_app.export.formats import Quality, format_named
from desktop_app.storage.preferences import ExportRate


def encoder(total, *, first, other, start_s, fps, beside, until):
    """Return the samples of an encoder whose chunks begin with a large frame and go on with small ones."""
    samples = [Sample(at_s=start_s, done=0, bytes=0)]
    for done in range(4, min(until, total) + 1, 4):
        chunks = min(max(beside, -(-done * chunk_count(total) // total)), chunk_count(total))
        written = chunks * first + (done - chunks) * other if done >= chunks else done * first
        samples.append(Sample(at_s=start_s + done / fps, done=done, bytes=written))
    return samples


@given(
    total=st.integers(100, 5000),
    first=st.integers(10_000, 200_000),
    other=st.integers(500, 20_000),
    start_s=st.floats(0.2, 3),
    fps=st.floats(10, 300),
    until=st.integers(60, 400),
)
@settings(max_examples=60)
def test_a_film_is_told_within_a_fifth_from_a_few_of_its_frames(*, total, first, other, start_s, fps, until):
    samples = encoder(total, first=first, other=other, start_s=start_s, fps=fps, beside=2, until=until)
    expected = estimated(rate_of(samples, total, in_chunks=True), total)
    chunks = chunk_count(total)
    assert expected.bytes == pytest.approx(chunks * first + (total - chunks) * other, rel=0.2)
    assert expected.seconds == pytest.approx(start_s + total / fps, rel=0.01)


def test_before_anything_is_written_nothing_is_told():
    assert rate_of([], 10, in_chunks=True) is None
    assert rate_of([Sample(at_s=1, done=0, bytes=0)], 10, in_chunks=True) is None


def test_what_is_written_at_the_end_only_has_a_time_and_no_size():
    samples = [Sample(at_s=1, done=0, bytes=0), Sample(at_s=2, done=1, bytes=0), Sample(at_s=4, done=5, bytes=0)]
    rate = rate_of(samples, 10, in_chunks=False)
    assert estimated(rate, 10).seconds == pytest.approx(6.5)
    assert rate.item_bytes == 0


def test_one_that_was_written_at_once_is_told_as_it_was():
    rate = rate_of([Sample(at_s=2.0, done=1, bytes=500)], 1, in_chunks=False)
    assert estimated(rate, 1).bytes == 500
    assert estimated(rate, 1).seconds == 2.0


def test_rates_are_those_of_the_same_kind():
    mp4 = Choices(form=format_named("mp4"))
    assert rate_key(mp4) == rate_key(Choices(form=format_named("mp4"), at="3ms", transparent=True))
    others = [
        Choices(form=format_named("webm")),
        Choices(form=format_named("mp4"), size=(1280, 720)),
        Choices(form=format_named("mp4"), quality=Quality.BEST),
        Choices(form=format_named("mp4"), jobs=2),
    ]
    assert len({rate_key(mp4), *map(rate_key, others)}) == 5


def test_the_last_rates_are_remembered():
    rates = {}
    for number in range(120):
        rates = remembered(rates, f"kind {number}", ExportRate(item_s=number))
    assert len(rates) == 100
    assert "kind 119" in rates
    assert "kind 0" not in rates
