"""For teachers: the solved sets, what is known of each task, the grader, the servers.

It is never installed with the package: it holds the solutions.
"""

import sys
from pathlib import Path

# jsonschema takes seconds to compile its grammars of web addresses
sys.modules.setdefault("rfc3987_syntax", None)

BOOK = Path(__file__).parents[1]
SETS = BOOK / "course/sets"  # the solved notebooks
COURSE = BOOK / "_build/course"  # nbgrader's, made of them
