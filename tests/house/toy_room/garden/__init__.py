"""Where one grows: plots of a garden, given to members and watered by them."""

LAYERS = ("plots",)
