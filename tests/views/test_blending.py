from desktop_app.views.blending import blend, is_dark
from desktop_app.views.theme import THEMES


def test_a_share_of_one_colour_lies_on_another():
    assert blend("#FF0000", "#0000FF", 0.0).name() == "#0000ff"
    assert blend("#FF0000", "#0000FF", 1.0).name() == "#ff0000"
    assert blend("#FFFFFF", "#000000", 0.5).name() == "#808080"


def test_palettes_know_whether_they_are_dark():
    for theme in THEMES.values():
        assert is_dark(theme.panel) != is_dark(theme.text)
