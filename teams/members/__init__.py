"""Who belongs to a community, and what is known of them."""
