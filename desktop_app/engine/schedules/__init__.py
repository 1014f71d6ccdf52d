"""Every schedule of a program's threads: the states they lead to, the outcomes, and how many schedules lead to each."""
