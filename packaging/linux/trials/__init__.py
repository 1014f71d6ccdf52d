"""What `trial.py` tries: systems in chroots, a screen, and the steps."""
