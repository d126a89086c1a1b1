"""What measures the program, and the pictures of its pages; never imported by it."""
