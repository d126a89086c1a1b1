"""Activities, their posts, shifts and places, and who is fit for them."""
