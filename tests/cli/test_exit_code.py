from __future__ import annotations

from desktop_app.cli.exit_code import exit_code_of
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from tests.scenarios import program, scenario


def test_an_uncaught_exception_in_one_of_the_runs_is_told():
    fine, failed = (
        simulate(scenario(program(source), cores=1), BATCH_LIMITS).run() for source in ("x = 1\n", "x = 1 / 0\n")
    )
    assert exit_code_of(fine) == 0
    assert exit_code_of(failed) == 1
    assert exit_code_of(fine, failed) == 1
