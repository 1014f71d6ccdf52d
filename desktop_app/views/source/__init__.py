"""The program's text and its bytecode beside it, with the place of each thread."""
