"""What a checkout needs to be worked on: an environment, system libraries, the suite and the checks, the window."""
