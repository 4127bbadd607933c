"""Files that the grader writes and a teacher may edit: an edited one stays."""

import hashlib
from pathlib import Path

from course.grade.files import write

WRITTEN = ".written"  # in the folder: a line for each text that we wrote, and where


class Kept:
    """Writes files below a folder, and never over what somebody else wrote there.

    What would have stood in an edited file goes to the same name below `new/`; `edited`
    holds the names.
    """

    def __init__(self, folder):
        self.folder, self.edited = Path(folder), []
        self.folder.mkdir(parents=True, exist_ok=True)
        self.journal = self.folder / WRITTEN
        lines = self.journal.read_text("utf-8") if self.journal.exists() else ""
        self.known = set(lines.splitlines())

    def write(self, name, text):
        """Write a file, or its new version; returns the text that stands there."""
        path, data = self.folder / name, text.encode("utf-8", errors="replace")
        new = self.folder / "new" / name
        there = path.read_bytes() if path.exists() else None
        if there == data or there is None or self.line(name, there) in self.known:
            self.remember(name, data)
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, text)
            new.unlink(missing_ok=True)
            return text
        self.edited.append(str(name))
        new.parent.mkdir(parents=True, exist_ok=True)
        write(new, text)
        return there.decode("utf-8", errors="replace")

    def remember(self, name, data):
        """Before the file itself, so that a run that is cut short knows its own."""
        line = self.line(name, data)
        if line not in self.known:
            self.known.add(line)
            with open(self.journal, "a", encoding="utf-8") as file:
                file.write(f"{line}\n")

    @staticmethod
    def line(name, data):
        return f"{hashlib.sha256(data).hexdigest()} {name}"
