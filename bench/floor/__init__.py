"""The floor: the least a web program can do for the same acts, run beside the product."""
