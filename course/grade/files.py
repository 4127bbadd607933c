"""Names and files of students."""

import hashlib
import os
import re


def file_name(student):
    """A student's name as a file's: unchanged where it may be one."""
    plain = re.sub(r"[^\w .@+-]", "_", student)[:80].strip(" .")
    if plain == student:
        return student
    return f"{plain}-{hashlib.sha256(student.encode()).hexdigest()[:8]}"


def write(path, text):
    """Write a file whole, or leave it as it is, also where it says that already."""
    data = text.encode("utf-8", errors="replace")
    if path.exists() and path.read_bytes() == data:
        return
    part = path.with_name(f".{path.name[-200:]}.{os.getpid()}.part")
    with open(part, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
