import pytest
from PySide6.QtWidgets import QWidget

from desktop_app.storage.licences import Licensed


@pytest.fixture
def parts(tmp_path):
    """Four parts, of which two have texts."""

    def text(name, content):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return lambda: (path,)

    return (
        Licensed(name="Coreloom", version="0.1.0", licence="MIT", texts=text("own", "Permission is hereby granted\n")),
        Licensed(name="pyqtgraph", version="0.14.0", licence="MIT", source="https://x.org/<b>"),
        Licensed(name="Qt", version="6.11.3", licence="LGPL-3.0-only", texts=text("qt", "<h1>GNU</h1>\n")),
        Licensed(name="PCRE2 (in Qt)", version="", licence="BSD-3-Clause", within="PySide6 6.11.3"),
    )


@pytest.fixture
def under(qtbot):
    """A window that something stands over or in."""
    window = QWidget()
    window.resize(1000, 600)
    qtbot.addWidget(window)
    return window
