"""nbgrader's settings, and the step that runs students' code, in place of its own.

nbgrader executes a notebook and its checks in one process, where the one can change
the other. Here its `Execute` is replaced: the code runs in the sandbox, the checks
outside it, and each check cell shows what was found and what it earned.
"""

import os
import sys
from pathlib import Path

from nbgrader import preprocessors
from nbgrader.preprocessors import NbGraderPreprocessor

from course.grade import harmless, sandbox
from course.grade.follows import earlier, solved_of
from course.grade.gradebook import COURSE_ID, database, show
from course.grade.marking import course_name, marks, secret
from course.serve.release import CODE_STUB, TEXT_STUB


class Marking(NbGraderPreprocessor):
    """Earns the points of each check cell by the hidden checks."""

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        sandbox.check()
        course, assignment = self.config.CourseDirectory.root, names["assignment"]
        before = earlier(solved_of(course, assignment))
        named = course_name(course)
        made = marks(nb, assignment, names["student"], secret(course), before, named)
        for text in [*made.flags, *made.notes]:
            self.log.warning("%s: %s", names["student"], text)
        harmless.clean(nb)
        show(nb, made.as_dict()["tasks"])
        return nb, resources


def configure(config, folder):
    """Settings of a course in `folder`; GRADEBOOK and EXCHANGE name other places."""
    bin = str(Path(sys.executable).parent)  # nbgrader calls alembic by its name
    if bin not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([bin, os.environ.get("PATH", "")])
    config.CourseDirectory.course_id = COURSE_ID
    config.CourseDirectory.root = folder
    config.CourseDirectory.db_url = database(folder)
    if os.environ.get("EXCHANGE"):
        config.Exchange.root = os.environ["EXCHANGE"]
    config.ClearSolutions.code_stub = CODE_STUB
    config.ClearSolutions.text_stub = TEXT_STUB
    config.IncludeHeaderFooter.enabled = False
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {"markdown2html": "course.grade.harmless.rendered"}
    config.ExportApp.plugin_class = "course.grade.gradebook.Scores"
    config.Autograde.autograde_preprocessors = [
        Marking,
        preprocessors.LimitOutput,
        preprocessors.SaveAutoGrades,
        preprocessors.AssignLatePenalties,
        preprocessors.CheckCellMetadata,
    ]
