import gc
from math import prod

from desktop_app.app.start import collect_seldom


def test_what_there_is_when_the_window_has_painted_is_not_looked_through_again():
    before = gc.get_threshold()
    gc.disable()
    try:
        collect_seldom()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 1_000
        assert prod(gc.get_threshold()) > prod(before)
    finally:
        gc.enable()
        gc.set_threshold(*before)
        gc.unfreeze()
