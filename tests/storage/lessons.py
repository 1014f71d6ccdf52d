"""Texts of lessons for tests, beside a scenario of two threads and a program."""

PROGRAM = "x = 10\ny = 20\nz = x + y\n"
TWO = """
title = "Two"
[machine]
cores = 1
quantum = "1ms"
[[process]]
name = "work"
threads = 2
bursts = "cpu 3ms"
"""
HEADER = '+++\ntitle = "A lesson"\n+++\n'


def lesson_text(*steps, header=HEADER):
    return "\n".join([header, *steps])


def step_text(header='scenario = "two.toml"', title="One", caption="What one sees."):
    return f"## {title}\n\n```toml\n{header}\n```\n\n{caption}\n"


def with_files(folder):
    """Put the scenario and the program into a folder, and return it."""
    (folder / "two.toml").write_text(TWO)
    (folder / "sum.py").write_text(PROGRAM)
    return folder
