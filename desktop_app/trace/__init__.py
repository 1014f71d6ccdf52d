"""What happened: append-only columns over simulated time, and their invariants."""
