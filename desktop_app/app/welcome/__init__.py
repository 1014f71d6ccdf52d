"""The page that welcomes people beside the running stage."""
