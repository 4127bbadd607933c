"""The files of an upload: a folder or a zip, and the zips in it.

Nothing is unpacked to disk, and a file is read only when somebody asks for it. What is
wrong with one file, such as a damaged member of a zip, is told when that file is read.
"""

import os
import stat
import time
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from unicodedata import category, normalize

LARGEST = 64 << 20  # bytes that are read of one file
DEEPEST = 30  # folders in each other
NESTED = 3  # zips in each other
MEMBERS = 20_000  # of a zip in a zip
LONGEST = 255  # letters of a name


class UnreadableError(ValueError):
    """Nothing can be graded, and why."""


def unread(trouble):
    """What to say of a file or a folder that has this trouble."""
    nothing = trouble.startswith("is an empty")
    return trouble if nothing else f"could not be read: it {trouble}"


@dataclass
class File:
    """Where a file stands in an upload, when it was changed, and how to read it.

    `student`, `name` and `attempt` are what `course.grade.owners` finds out; `used` or
    else `why` not, what became of it.
    """

    parts: tuple
    when: float = 0.0
    reader: object = None
    trouble: str = ""
    student: str = ""
    name: str = ""
    attempt: tuple = ()
    used: str = ""
    why: str = ""

    @property
    def path(self):
        return "/".join(self.parts)

    def read(self):
        """Its bytes; raises UnreadableError."""
        if self.trouble:
            raise UnreadableError(self.trouble)
        try:
            data = self.reader()
        except Exception as error:  # zlib, zipfile, lzma and the disk raise their own
            says = str(error) or type(error).__name__
            raise UnreadableError(f"is damaged: {says}") from None
        if len(data) > LARGEST:
            raise UnreadableError(f"is larger than {LARGEST >> 20} MB")
        return data


def files(path):
    """Each File of a folder or a zip, in the order of their names.

    Raises ValueError if it is neither, or if the zip's list of files is damaged.
    """
    path = Path(path)
    if path.is_dir():
        found = in_folder(path)
    elif path.is_file():
        try:
            with zipfile.ZipFile(path):
                pass
        except Exception as error:
            raise ValueError(
                f"submissions must be a folder or a zip file; {path} is neither, or "
                f"is damaged: {error}. Download it again."
            ) from None
        found = in_zip((), lambda: zipfile.ZipFile(path))
    else:
        raise ValueError(f"submissions must be a folder or a zip file; no {path}")
    return sorted(found, key=lambda file: file.parts)


def in_folder(root):
    """The files of a folder; links are not followed, empty folders are told."""
    folders = [((), os.fsencode(root))]
    while folders:
        parts, folder = folders.pop()
        try:
            with os.scandir(folder) as found:
                entries = list(found)
        except OSError as error:
            yield File(parts, trouble=f"is closed: {error.strerror}")
            continue
        if parts and not entries:
            yield File((*parts, ""), trouble="is an empty folder")
        for entry in entries:
            own = (*parts, readable(entry.name))
            if entry.is_symlink():
                yield File(own, trouble="is a link, which is not followed")
            elif entry.is_dir():
                if len(own) > DEEPEST:
                    yield File(own, trouble=f"is deeper than {DEEPEST} folders")
                else:
                    folders.append((own, entry.path))
            elif entry.is_file():
                when = entry.stat().st_mtime
                yield from opened(File(own, when, lambda path=entry.path: first(path)))
            else:
                yield File(own, trouble="is no file")


def first(path):
    """As much of a file as is read of one."""
    with open(path, "rb") as file:
        return file.read(LARGEST + 1)


def opened(file, depth=0):
    """The file, or the files in it if it is a zip."""
    if not file.parts[-1].lower().endswith(".zip") or junk(file.parts):
        yield file
    elif depth == NESTED:
        file.trouble = f"is a zip in {NESTED} others"
        yield file
    else:
        yield from in_zip(
            file.parts, lambda: zipfile.ZipFile(BytesIO(file.read())), depth + 1
        )


def in_zip(above, archive, depth=0):
    """The files of a zip; `archive()` opens it, here and to read one of them."""
    try:
        with archive() as opens:
            members = opens.infolist()
    except UnreadableError as error:
        yield File(above, trouble=str(error))
        return
    except Exception as error:
        yield File(above, trouble=f"is a damaged zip: {error}")
        return
    folders, seen = [], set()
    if not members:
        yield File((*above, ""), trouble="is an empty zip")
    if depth and len(members) > MEMBERS:
        yield File(above, trouble=f"is a zip of more than {MEMBERS} files")
        return
    for info in members:
        own = (*above, *inside(info))
        if len(own) == len(above):
            continue
        seen.update(own[:k] for k in range(len(own)))
        if info.is_dir() or info.filename.endswith("\\"):
            folders.append(own)
        elif stat.S_ISLNK(info.external_attr >> 16):
            yield File(own, trouble="is a link, which is not followed")
        elif len(own) > DEEPEST:
            yield File(own[:DEEPEST], trouble=f"is deeper than {DEEPEST} folders")
        else:
            yield from opened(File(own, changed(info), member(archive, info)), depth)
    for own in folders:
        if own not in seen:
            yield File((*own, ""), trouble="is an empty folder")


def member(archive, info):
    """How to read a file in a zip."""

    def read():
        with archive() as opens, opens.open(info) as file:
            return file.read(LARGEST + 1)

    return read


def changed(info):
    """When a file in a zip was changed, in seconds; 0 where the zip says nonsense."""
    try:
        return time.mktime((*info.date_time, 0, 0, -1))
    except (OverflowError, ValueError):
        return 0.0


def inside(info):
    """A zip member's folders and name, with nothing that leads out of its folder.

    Windows' zips have backslashes, and names in the old code page; without the flag
    for UTF-8, `zipfile` takes every name for cp437.
    """
    name = info.filename
    if not info.flag_bits & 0x800:
        with suppress(UnicodeEncodeError):  # a name from a field of its own
            name = readable(info.orig_filename.split("\0")[0].encode("cp437"))
    parts = name.replace("\\", "/").split("/")
    return tuple(clean(part) for part in parts if part.strip() not in ("", ".", ".."))


def readable(name):
    """A file's name as text, in NFC.

    Bytes that are not UTF-8 are cp437 if they are letters there, or else Latin-1.
    """
    try:
        return clean(name.decode())
    except UnicodeDecodeError:
        dos = all(byte <= 0xA5 for byte in name)
        return clean(name.decode("cp437" if dos else "latin-1"))


def clean(name):
    """A name in NFC, without control characters, and no longer than names are."""
    if len(name) > LONGEST:
        name = f"{name[: LONGEST // 2]}…{name[-LONGEST // 2 + 1 :]}"
    kept = [c if category(c) not in ("Cc", "Cs") else "_" for c in name]
    return normalize("NFC", "".join(kept))


def junk(parts):
    """Whether a file is the system's own, and nobody's work."""
    return any(
        part in ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
        or part.startswith("._")
        for part in parts
    )


def hidden(parts):
    return any(part.startswith(".") for part in parts)
