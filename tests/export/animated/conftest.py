"""Small files, many of them: that they are on the disk is not waited for."""

import os

import pytest


@pytest.fixture(scope="package", autouse=True)
def _no_waiting_for_the_disk():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        yield
