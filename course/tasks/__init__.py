"""One record for each task: course/tasks/NAME.py holds all that is known of NAME.

Its question, hints and points stand in the set's notebook, course/sets/psN.ipynb. What
the learner's side may know is derived: `python -m course.tasks`.
"""

from importlib import import_module
from pathlib import Path

TASKS = {
    path.stem: import_module(f"course.tasks.{path.stem}").task
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py"))
}
