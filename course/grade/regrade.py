"""Grade one student or one task anew, while everything else stays as it is."""

from course.grade.decisions import one_of, task_key


class Regrade:
    """Which results stand. `only` names students, or a part of their names that nobody
    else has; `task` one task. Without both, what is out of date is made anew.

    Raises ValueError for a name that is not known.
    """

    def __init__(self, items, students, only=(), task=""):
        self.only = {person(name, students) for name in only}
        self.task = task_key(task, items, "--task") if task else ""

    def stands(self, student, result, key):
        """Whether a stored result (or None) of this version is kept."""
        if result is None:
            return False
        if self.only:
            return student not in self.only
        return not self.task and result["key"] == key

    def merged(self, before, result):
        """The new result; of one task only, the rest is as it was."""
        if not (self.task and before and self.task in result["tasks"]):
            return result
        tasks = before["tasks"] | {self.task: result["tasks"][self.task]}
        made = result | {"tasks": tasks, "key": before["key"]}
        made["score"] = sum(one["points"] or 0 for one in tasks.values())
        made["max"] = sum(one["max"] for one in tasks.values())
        return made


def person(name, students):
    """The student of that name, or with that in it."""
    found = [one for one in students if name.lower() in one.lower()]
    if name in students or len(found) != 1:
        return one_of(name, students, "--only: a student")
    return found[0]
