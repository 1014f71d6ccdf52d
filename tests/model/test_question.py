from desktop_app.model.question import MOMENT_OPTIONS, NUMBER_OPTIONS, OPTIONS, QuestionKind


def test_each_kind_says_which_options_it_takes():
    assert set(OPTIONS) == set(QuestionKind)


def test_options_are_of_one_sort_whatever_kind_has_them():
    named = {option for options in OPTIONS.values() for option in options}
    assert named >= MOMENT_OPTIONS | NUMBER_OPTIONS
    assert not MOMENT_OPTIONS & NUMBER_OPTIONS


def test_what_is_asked_for_by_comparing_sides_is_about_no_single_one():
    assert "side" not in OPTIONS[QuestionKind.FASTEST_SIDE]
    assert "side" not in OPTIONS[QuestionKind.BEST_SIDE]
    assert "side" in OPTIONS[QuestionKind.VALUE]
