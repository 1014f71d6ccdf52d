"""What lessons, questions and comparisons need of a run, with no window: it runs scenarios and reads their traces."""
