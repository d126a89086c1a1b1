"""What a member reads of the own points."""
