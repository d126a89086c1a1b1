"""Insurance: policies with their dates, whom they cover, and which activity relies on which."""
