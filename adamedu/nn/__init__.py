"""Networks: an MLP in NumPy, its training and data, and rules that drive torch."""
