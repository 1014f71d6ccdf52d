"""The stage in words, as a tree: for screen readers, and for all who rather read."""
