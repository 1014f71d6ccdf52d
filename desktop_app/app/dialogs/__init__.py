"""The set-up dialogs: each shows a part of a scenario and returns a new one."""
