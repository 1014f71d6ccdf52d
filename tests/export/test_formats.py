import pytest

from desktop_app.export.formats import FORMATS, Kind, format_of
from desktop_app.model.errors import ScenarioError


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_format_is_found_by_each_of_its_endings(form):
    for ending in form.endings:
        assert format_of(f"a/b.c{ending}", deck=form.lessons) is form
        assert format_of(f"A{ending.upper()}", deck=form.lessons) is form


def test_a_folder_that_is_there_is_one_for_frames():
    assert format_of("film", folder=True).kind is Kind.SEQUENCE


@pytest.mark.parametrize("out", ["a.bmp", "a", "mp4", "", "a.avi"])
def test_what_no_format_has_is_refused_with_all_there_is(out):
    with pytest.raises(ScenarioError, match=r"\.apng.*\.webp.*folder"):
        format_of(out)
