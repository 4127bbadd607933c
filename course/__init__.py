"""For teachers: the solved sets, what is known of each task, the grader, the servers.

It is never installed with the package: it holds the solutions.
"""

from pathlib import Path

BOOK = Path(__file__).parents[1]
SETS = BOOK / "course/sets"  # the solved notebooks
COURSE = BOOK / "_build/course"  # nbgrader's, made of them
