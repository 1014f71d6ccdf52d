"""Generators and coroutines: what goes in, what comes out, and how they end."""

from __future__ import annotations

import pytest

from desktop_app.program.generators import END_OF, kind_of
from tests.program.beside_cpython import assert_same

SETUP = """
def count(n):
    try:
        for i in range(n):
            got = yield i
            if got: print("got", got)
    except ValueError as e:
        print("caught", e)
        yield "after"
    finally:
        print("finally")
    return "done"
def outer(n):
    result = yield from count(n)
    print("result", result)
    return result
def stops():
    yield 1
    raise StopIteration
def stubborn():
    while True:
        try: yield 1
        except GeneratorExit: pass
g = count(3)
"""


@pytest.mark.parametrize(
    "program",
    [
        "print(list(g), list(g))",
        "print(next(g), g.send('x'), next(g), next(g, 'end'))",
        "g.send(1)",
        "next(g)\nprint(g.throw(ValueError('v')))\nprint(next(g, 'over'))",
        "next(g)\ng.throw(KeyError('k'))",
        "next(g)\ng.close()\nprint(next(g, 'closed'))",
        "g.close()\nprint(list(g))",
        "for v in outer(2): print(v)",
        "o = outer(2)\nnext(o)\nprint(o.send('through'), list(o))",
        "o = outer(2)\nnext(o)\nprint(o.throw(ValueError('deep')))",
        "list(stops())",
        "s = stubborn()\nnext(s)\ns.close()",
        "try:\n    while True: next(g)\nexcept StopIteration as e: print(e.value, e.args)",
        "a, *b = count(3)\nprint(a, b, (*count(2),), {*count(2)}, [*count(1)])",
        "print(sum(x for x in count(3) if x), dict((i, i) for i in count(2)), 9 in count(3))",
        "print(type(g).__name__, g.__name__, iter(g) is g)",
        "def self_running():\n    yield next(me)\nme = self_running()\nnext(me)",
        (
            "def fib():\n    a, b = 0, 1\n    while True:\n        yield a\n        a, b = b, a + b\n"
            "f = fib()\nprint([next(f) for _ in range(10)])"
        ),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_a_generator_does_what_it_does_in_cpython(program: str) -> None:
    assert_same(f"{SETUP}{program}\n")


@pytest.mark.parametrize(
    "program",
    [
        (
            "import asyncio\nasync def f(n):\n    await asyncio.sleep(n)\n    return n\n"
            "async def main(): return await asyncio.gather(f(0.2), f(0.1))\nprint(asyncio.run(main()))"
        ),
        "async def f(): return 5\nc = f()\ntry: c.send(None)\nexcept StopIteration as e: print(e.value)\n",
        "async def f(): await 5\nf().send(None)\n",
        (
            "import asyncio\nasync def agen():\n    for i in range(3):\n"
            "        yield i\n        await asyncio.sleep(0)\n"
            "async def main():\n    print([i async for i in agen()])\n    async for i in agen(): print(i)\n"
            "asyncio.run(main())"
        ),
        (
            "import asyncio\nclass C:\n    async def __aenter__(self): return 'in'\n"
            "    async def __aexit__(self, *a): print(a[0])\n"
            "async def main():\n    async with C() as c: print(c)\nasyncio.run(main())"
        ),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_a_coroutine_does_what_it_does_in_cpython(program: str) -> None:
    if "asyncio" not in program:
        assert_same(program)


def test_kinds_follow_the_flags_of_the_code() -> None:
    assert (kind_of(0x20), kind_of(0x80), kind_of(0x200)) == ("generator", "coroutine", "async_generator")
    assert all(callable(end) for end in END_OF.values())
