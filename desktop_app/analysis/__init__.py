"""Pure functions of (trace, t): what the machine looks like, and how it did."""
