"""Captions and questions that the tests share."""

from hypothesis import strategies as st

from desktop_app.model.lesson import Caption, Span, SpanStyle
from desktop_app.views.caption.question import AskedQuestion

#: Pictures from 4:3 to 21:9, from the smallest window to 8K.
SIZES = st.builds(
    lambda height, ratio: (round(height * ratio), height), st.integers(420, 4320), st.floats(4 / 3, 21 / 9)
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80) | st.lists(
    st.sampled_from(["thread", "<b>bold</b>", "z", "https://example.org/a?b=c", "W" * 60, "…", "P1·T2", "\n", "\t"]),
    max_size=30,
).map(" ".join)
CAPTIONS = st.lists(
    st.lists(
        st.builds(lambda text, style: Span(text=text, style=style), TEXTS, st.sampled_from(SpanStyle)), max_size=5
    ),
    max_size=4,
).map(lambda paragraphs: Caption(paragraphs=tuple(tuple(spans) for spans in paragraphs)))


@st.composite
def questions(draw):
    choices = tuple(draw(st.lists(TEXTS, max_size=6)))
    place = st.none() | st.integers(0, len(choices) - 1) if choices else st.none()
    votes = st.just(()) | st.tuples(*[st.integers(0, 999)] * len(choices))
    return AskedQuestion(
        prompt=draw(TEXTS),
        choices=choices,
        right=draw(place),
        explanation=draw(TEXTS),
        revealed=draw(st.booleans()),
        votes=draw(votes),
        picked=draw(place),
    )


def caption(*texts):
    return Caption(paragraphs=tuple((Span(text=text),) for text in texts))
