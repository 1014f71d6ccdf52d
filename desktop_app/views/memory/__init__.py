"""Variables, stacks and objects at t, with what they were before."""
