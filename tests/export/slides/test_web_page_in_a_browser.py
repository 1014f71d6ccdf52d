"""The page as Chromium has it once its scripts have run; where there is no Chromium, nothing is tried."""

import re
import shutil
import subprocess

import pytest

from desktop_app.export.slides.web_page import write_web_page
from tests.export.slides.test_web_page import clips_of

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--virtual-time-budget=2000",
    "--dump-dom",
]


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
def test_a_page_resumes_at_the_step_in_its_address_with_its_question_open(deck, sides, progress, tmp_path):
    out = tmp_path / "deck.html"
    write_web_page(deck, out, progress, sides, clips_of(deck))
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [CHROMIUM, *FLAGS, profile, f"{out.as_uri()}#step-2"]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert '<html lang="en" class="js">' in dom
    slides = {found[2]: found[0] for found in re.finditer(r'<section class="([^"]*)" id="([^"]*)"[^>]*>', dom)}
    assert [name for name, tag in slides.items() if " shown" in tag] == ["step-2"]
    assert 'data-at="begin"' in slides["step-2"]
    assert 'data-phase="asking"' in slides["step-2"]
    assert re.search(r'<div id="where"[^>]*><b>2 / 3  </b>A question</div>', dom)
    # Clips of tests are no videos, so the page found that it cannot play them, and goes on without.
    assert "data-unplayable" in slides["step-2"]
