"""Practice: a window with one question after the other, a score, and why each answer is so."""
