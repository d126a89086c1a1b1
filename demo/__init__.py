"""The demo town: people, activities, goods and honours of two communities, made by the rules."""
