"""What optimizers of libraries do, seen from outside; see __main__.py."""
