"""Products, prices, stock, deliveries and opening hours of the shop."""
