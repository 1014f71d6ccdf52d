"""The figures by which schedulers are compared, at t and at the end of the run."""
