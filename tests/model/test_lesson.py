from desktop_app.model.lesson import Caption, Side, Span, SpanStyle, Step
from tests.scenarios import bursts, scenario


def test_the_text_of_a_caption_has_a_line_for_each_paragraph_and_no_styles():
    first = (Span("It "), Span("goes", SpanStyle.EMPHASIS), Span(" on."))
    caption = Caption(paragraphs=(first, (Span("x = 1", SpanStyle.CODE),)))
    assert caption.text == "It goes on.\nx = 1"
    assert Caption().text == ""


def test_plain_text_is_a_caption():
    assert Caption.of("*x*").paragraphs == ((Span("*x*", SpanStyle.PLAIN),),)


def test_the_scenario_of_a_step_is_that_of_its_first_side():
    sides = tuple(Side(scenario=scenario(bursts(f"cpu {length}ms"))) for length in (1, 2))
    assert Step(title="One", sides=sides, caption=Caption.of("x")).scenario is sides[0].scenario
