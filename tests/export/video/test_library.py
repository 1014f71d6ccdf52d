from pathlib import Path

import pytest

from desktop_app import __version__
from desktop_app.export.video.library import how_to_add_video

CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("system", "processor", "names"),
    [
        ("linux", "x86_64", f"coreloom-video_{__version__}_amd64.deb"),
        ("linux", "aarch64", f"coreloom-video_{__version__}_arm64.deb"),
        ("linux", "riscv64", f"coreloom-video_{__version__}_riscv64.deb"),
        ("win32", "AMD64", "Export of videos"),
        ("darwin", "arm64", f"coreloom-video-{__version__}-arm64.dmg"),
    ],
)
def test_an_installed_coreloom_names_what_adds_video_to_it(system, processor, names):
    assert names in how_to_add_video(system, processor)


def test_it_is_called_as_the_installers_call_it():
    """The words are the installers' own; who renames one there finds this."""
    nsis = (CHECKOUT / "packaging" / "windows" / "coreloom.nsi").read_text(encoding="utf-8")
    assert 'Section "Export of videos"' in nsis
    dmg = (CHECKOUT / "packaging" / "macos" / "dmg.py").read_text(encoding="utf-8")
    assert '"coreloom-video": "Coreloom with video.app"' in dmg
