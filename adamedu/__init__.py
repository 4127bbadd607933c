"""Adam and its relatives, written as their papers write them."""
