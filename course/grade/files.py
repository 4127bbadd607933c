"""Names and files of students."""

import hashlib
import os
import re

BYTES = 160  # of a name, so that endings fit into the 255 that file systems allow


def file_name(student):
    """A student's name as a file's: unchanged where it may be one."""
    plain = re.sub(r"[^\w .@+-]", "_", student)[:80]
    plain = plain.encode()[:BYTES].decode(errors="ignore").strip(" .")
    return plain if plain == student else f"{plain}-{digest(student)[:8]}"


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def write(path, text):
    """Write a file whole, or leave it as it is, also where it says that already."""
    data = text.encode("utf-8", errors="replace")
    if path.exists() and path.read_bytes() == data:
        return
    part = path.with_name(f".{digest(path.name)[:16]}.{os.getpid()}.part")
    with open(part, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
