from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("original", "left"),
    [({}, {}), ({"LD_LIBRARY_PATH_ORIG": "/opt/lib"}, {"LD_LIBRARY_PATH": "/opt/lib"})],
)
def test_programs_that_are_started_do_not_look_into_the_bundle(packaging_module, original, left):
    variables = {
        "PATH": "/bin",
        "LD_LIBRARY_PATH": "/usr/lib/coreloom/_internal:/opt/lib",
        "_PYI_ARCHIVE_FILE": "/usr/lib/coreloom/coreloom",
        "_PYI_PARENT_PROCESS_LEVEL": "1",
        **original,
    }
    packaging_module("bundling.coreloom_start").forget_bundle(variables)
    assert variables == {"PATH": "/bin", **original, **left}
