import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.analysis.syntax import Piece, column_in_characters, lines_of, spans

SOURCE = 'def f(a):  # note\n    """long\n    text"""\n    return print(a.print, 10) or None\n'


def pieces(source):
    lines = lines_of(source)
    return {
        (row, lines[row - 1][span.start : span.end]): span.piece
        for row, found in spans(source).items()
        for span in found
    }


def test_each_piece_of_a_program_is_told():
    assert pieces(SOURCE) == {
        (1, "def"): Piece.KEYWORD,
        (1, "f"): Piece.DEFINITION,
        (1, "# note"): Piece.COMMENT,
        (2, '"""long'): Piece.STRING,
        (3, '    text"""'): Piece.STRING,
        (4, "return"): Piece.KEYWORD,
        (4, "print"): Piece.BUILTIN,
        (4, "10"): Piece.NUMBER,
        (4, "or"): Piece.KEYWORD,
        (4, "None"): Piece.KEYWORD,
    }


def test_an_attribute_is_no_builtin():
    assert spans("a.print\n") == {}


@pytest.mark.parametrize("source", ["x = 1\ny = '''open", "x = 1\n  y = (", "x = 1\n\x00 ?"])
def test_a_text_that_is_no_program_has_colours_up_to_there(source):
    assert pieces(source)[1, "1"] is Piece.NUMBER


def test_lines_are_those_that_cpython_counts():
    assert lines_of("\ufeffa\r\nb\rc\n") == ["a", "b", "c"]
    assert lines_of("a\x0cb\u2028c") == ["a\x0cb\u2028c"]
    assert lines_of("") == [""]


@given(st.text(alphabet="ab '\"#(:\n\té€1.", max_size=60))
def test_pieces_lie_within_their_lines_and_in_order(source):
    lines = lines_of(source)
    for row, found in spans(source).items():
        assert all(0 <= span.start < span.end <= len(lines[row - 1]) for span in found)
        assert [span.start for span in found] == sorted(span.start for span in found)


@given(st.text(alphabet="aé€𝄞", max_size=20), st.data())
def test_columns_in_bytes_become_columns_in_characters(text, data):
    character = data.draw(st.integers(0, len(text)))
    assert column_in_characters(text, len(text[:character].encode())) == character
