"""Service records: confirmed, announced, posted, put right."""
