"""The page 今天 and the own file."""
