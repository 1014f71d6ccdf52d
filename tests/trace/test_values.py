from hypothesis import given
from hypothesis import strategies as st

from desktop_app.trace.values import EMPTY_STACK, StackNodes, ValueTable


def test_a_value_is_stored_once():
    values = ValueTable()
    assert values.intern("10") == values.intern("10") == 0
    assert values.intern("list", 3) != values.intern("list", 4)
    assert len(values) == 3


def test_forgetting_values_renumbers_the_rest():
    values = ValueTable()
    for text in "abc":
        values.intern(text)
    assert values.keep({0, 2}) == {0: 0, 2: 1}
    assert values.text == ["a", "c"]
    assert values.intern("c") == 1
    assert values.text_bytes == 2


@given(st.lists(st.one_of(st.integers(0, 9), st.none()), max_size=40), st.data())
def test_stacks_of_the_past_stay_readable(operations, data):
    """An integer is pushed, None pops; after each operation the stack is what a list would be."""
    nodes = StackNodes()
    node, stack, history = EMPTY_STACK, [], []
    for value in operations:
        if value is not None:
            node = nodes.push(node, value)
            stack.append(value)
        elif stack:
            node = nodes.drop(node, 1)
            stack.pop()
        history.append((node, tuple(stack)))
    assert all(nodes.values(node) == values for node, values in history)
    kept = [entry for entry in history if data.draw(st.booleans())]
    moved = nodes.keep({node for node, _ in kept if node != EMPTY_STACK})
    assert all(nodes.values(moved[node]) == values for node, values in kept)
