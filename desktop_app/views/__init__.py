"""Qt: each view draws a trace at a time t and keeps nothing else."""
