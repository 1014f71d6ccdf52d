"""A release: whether its tag, version and changelog agree, the wheel and the sdist, and the sums of all its files."""
