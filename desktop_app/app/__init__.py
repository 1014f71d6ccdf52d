"""The window: session, playhead, menus and dialogs around the views."""
