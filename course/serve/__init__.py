"""The sets handed out: nbgrader's course, the pages of the book, a JupyterHub."""
