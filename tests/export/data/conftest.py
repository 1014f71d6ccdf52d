import pytest

from tests.golden import golden_trace


@pytest.fixture
def golden(monkeypatch):
    """Run one of the scenarios whose traces are the same with every CPython."""
    return lambda name: golden_trace(name, monkeypatch)


@pytest.fixture
def compare_with_stored(store):
    """Compare a file with a stored one; ``--store`` stores it anew."""

    def call(path, stored):
        if store:
            stored.parent.mkdir(exist_ok=True)
            stored.write_bytes(path.read_bytes())
        assert path.read_bytes() == stored.read_bytes()

    return call
