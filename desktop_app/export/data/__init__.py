"""What a run was, for other programs: traces, metrics and bytecode as files. Needs no Qt."""
