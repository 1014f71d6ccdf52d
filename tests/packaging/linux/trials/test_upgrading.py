"""What a trial starts in the system that it tries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

CHECKOUT = Path(__file__).resolve().parents[4]


def test_the_smoke_test_is_found_in_the_checkout(packaging_module: Callable[[str], ModuleType], tmp_path: Path):
    script = packaging_module("linux.trials.upgrading")._SMOKE
    # As a system starts it that has nothing of the checkout's environment.
    ran = subprocess.run(
        [sys.executable, "-I", "-B", "-c", script, CHECKOUT, tmp_path], capture_output=True, text=True, check=False
    )
    assert f"SetUpError: {tmp_path} holds no Coreloom" in ran.stderr
