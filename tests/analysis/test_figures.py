import pytest

from desktop_app.analysis.figures import FIGURES, Kind, Subject, duration_text, name_of, rows_of, run_value, text_of
from desktop_app.analysis.metrics import measure
from tests.scenarios import MS, bursts, periodic, run


@pytest.fixture(scope="module")
def trace():
    return run(bursts("cpu 2ms, io disk 1ms, cpu 1ms"), periodic("cpu 1ms", 5 * MS), cores=2, until_ns=20 * MS)


def test_every_figure_can_be_read_and_told(trace):
    metrics = measure(trace)
    for subject, figures in FIGURES.items():
        assert len({figure.key for figure in figures}) == len(figures)
        for figure in figures:
            rows = rows_of(subject, metrics) if subject is not Subject.RUN else ()
            values = [figure.read(row) for row in rows] or [run_value(figure, metrics)]
            assert all(text_of(figure.kind, value) for value in values)
            assert figure.definition


def test_figures_of_the_run_are_those_of_the_metrics(trace):
    metrics = measure(trace)
    values = {figure.key: run_value(figure, metrics) for figure in FIGURES[Subject.RUN]}
    assert values["cpu_utilisation"] == metrics.run.cpu_utilisation
    assert values["migrations"] == sum(thread.migrations for thread in metrics.threads)
    assert (values["starved"], values["deadline_misses"]) == (0, 0)
    blocked = next(figure for figure in FIGURES[Subject.THREADS] if figure.key == "blocked_ns")
    assert blocked.read(metrics.threads[0]) == MS


def test_rows_have_names(trace):
    metrics = measure(trace)
    assert [name_of(trace, row) for row in rows_of(Subject.THREADS, metrics)] == ["P1·T1", "P2·T1"]
    assert [name_of(trace, row) for row in rows_of(Subject.PROCESSES, metrics)] == ["P1 A", "P2 A"]
    assert [name_of(trace, row) for row in rows_of(Subject.CORES, metrics)] == ["core 0", "core 1"]


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (0, "0 ms"),
        (999, "999 ns"),
        (1_500, "1.5 µs"),
        (1_234_567, "1.235 ms"),
        (2 * MS, "2 ms"),
        (61_500 * MS, "61.5 s"),
        (123_456_000 * MS, "123,456 s"),
    ],
)
def test_durations_are_short(nanoseconds, text):
    assert duration_text(nanoseconds) == text


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (Kind.SHARE, 0.1234, "12.3 %"),
        (Kind.COUNT, 12345, "12,345"),
        (Kind.PER_SECOND, 12.345, "12.35 /s"),
        (Kind.RATIO, 1, "1.000"),
        (Kind.WORD, "ready", "ready"),
        (Kind.DURATION, None, "–"),
    ],
)
def test_values_are_told_with_their_units(kind, value, text):
    assert text_of(kind, value) == text
