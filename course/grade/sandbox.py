"""Where a student's code runs: a bubblewrap sandbox that holds a Python and NumPy.

Inside there is no network, no other process, nothing to write to but a small /tmp, and
no file but one folder's: Python, NumPy, the shared libraries that they load, of this
project the learner's side and two data sets: neither the hidden checks, nor the book's
rules, nor anybody else's work, nor this machine's other packages. The process has no
rights, may ask little of the kernel (`syscalls.py`), and `worker.py` limits its own
memory, time and number of processes before it runs a student's line. `usage` tells what
all processes of a sandbox use together: `watch` ends it where that is too much memory,
whether or not anybody waits for it, and `student.py` where it is too much time.

Root ignores the limit on processes (getrlimit(2)), so root grades as another user:
one of those that systemd keeps for such uses (systemd.io/UIDS-GIDS), a different one
in each process, because the limit counts a user's processes together.
"""

import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from functools import cache
from importlib import metadata, util
from pathlib import Path

from course.grade import syscalls

HERE = Path(__file__).parent
BOOK = HERE.parents[1] / "adamedu"
HEART = ["__init__.py", "descent.py", "landscapes.py", "noise.py", "ops.py", "scene.py"]
HEART += ["nn/__init__.py", "nn/datasets.py"]
GIVEN = BOOK / "questions/given.py"  # functions that answers are called with
DATA = ["digits.npz", "mnist1d.npz"]
PACKAGES = ["numpy"]
UNUSED = ["__pycache__", "site-packages", "dist-packages", "test", "tests", "idlelib"]
UNUSED += [
    "_tkinter*",
    "_test*",
    "ensurepip",
    "lib2to3",
    "tkinter",
    "turtledemo",
    "config-*",
    "*.a",
    "*.pyi",
]
TMP = 16 << 20
MEMORY = 2 << 30  # bytes, of all processes of a sandbox together
WATCH = 0.1  # seconds from one look at them to the next
DAY = 86400
TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
HELP = """no sandbox, so nothing is graded: a student's code would run as you.
{why}
On Linux: install bubblewrap 0.8 or newer (on Debian: apt install bubblewrap), and let
it make user namespaces. On macOS and Windows: grade in the image that
course/serve/Dockerfile makes. In a container: start it with the three --security-opt
that are named there."""


class NoSandboxError(RuntimeError):
    """Bubblewrap is missing, or may not work here."""


def start():
    """A worker in a new sandbox: a Popen that speaks `worker.py`'s protocol."""
    worker = ["/runtime/bin/python", "-I", "-S", "-B", "/runtime/worker.py"]
    pipe = subprocess.PIPE
    rules, end = os.pipe()
    with open(rules, "rb"), open(end, "wb") as file:
        file.write(syscalls.program())
        file.close()
        command = [*bubblewrap(runtime()), "--seccomp", str(rules)]
        process = subprocess.Popen(
            [*command, *worker], stdin=pipe, stdout=pipe, stderr=pipe, cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath)}, pass_fds=[rules],
            start_new_session=True, **nobody(),
        )  # fmt: skip
    process.greedy = False
    threading.Thread(target=watch, args=[process], daemon=True).start()
    return process


def watch(process):
    """End a sandbox that takes too much memory, which `greedy` then tells."""
    while Path(f"/proc/{process.pid}").exists():
        if usage(process)[1] > MEMORY:
            process.greedy = True
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        time.sleep(WATCH)


def bubblewrap(root):
    """The command line that shuts a process in, with `root` seen as /runtime."""
    command = ["bwrap", "--unshare-all", "--unshare-user", "--disable-userns"]
    command += ["--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    command += ["--clearenv", "--setenv", "HOME", "/tmp", "--hostname", "course"]
    command += ["--setenv", "OPENBLAS_NUM_THREADS", "1", "--setenv", "LANG", "C.UTF-8"]
    command += ["--ro-bind", root, "/runtime", "--proc", "/proc", "--dev", "/dev"]
    for name in ("/lib", "/lib64"):  # where each loader looks
        command += ["--symlink", "runtime/lib", name]
    for name in ("/dev/shm", "/tmp"):
        command += ["--size", str(TMP), "--tmpfs", name]
    return command + ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]


def usage(process):
    """CPU seconds and bytes of memory of all that runs in a sandbox, or ran."""
    seconds = memory = 0
    found = [process.pid]
    while found:
        pid = found.pop()
        try:
            text = Path(f"/proc/{pid}/stat").read_text()
            for task in os.listdir(f"/proc/{pid}/task"):
                children = Path(f"/proc/{pid}/task/{task}/children").read_text()
                found += children.split()
        except OSError:  # it has ended, and its parent has its time
            continue
        fields = text.rpartition(")")[2].split()  # proc_pid_stat(5), from the third on
        seconds += sum(map(int, fields[11:15])) / TICKS
        memory += int(fields[21]) * PAGE
    return seconds, memory


def nobody():
    """Popen's arguments that drop root's rights; none where we have none."""
    if os.getuid() != 0:
        return {}
    number = 61184 + os.getpid() % 4336
    return {"user": number, "group": number, "extra_groups": []}


def check():
    """Raise NoSandboxError, which says what to do, unless a worker starts here."""
    if not shutil.which("bwrap"):
        raise NoSandboxError(HELP.format(why="There is no command bwrap."))
    try:
        with start() as process:
            _, said = process.communicate(timeout=60)
    except KeyError as why:
        raise NoSandboxError(HELP.format(why=f"There is {why.args[0]}.")) from None
    if process.returncode:
        said = said.decode(errors="replace").strip()
        if not said.startswith("bwrap:"):
            raise RuntimeError(f"the sandbox is there, and its worker fails: {said}")
        raise NoSandboxError(HELP.format(why=f"It says: {said}"))


@cache
def runtime():
    """A folder with Python, NumPy, the worker and the learner's part of the book.

    Built once for each version of what is in it. Root's is not kept in the project,
    which another user may be unable to enter.
    """
    key = hashlib.sha256(sys.version.encode())
    for package in PACKAGES:
        key.update(f"{package} {metadata.version(package)}".encode())
    for path in [
        __file__,
        *sorted(HERE.glob("worker*.py")),
        GIVEN,
        *map(BOOK.joinpath, HEART),
        *map(BOOK.parent.joinpath("data").joinpath, DATA),
    ]:
        key.update(Path(path).read_bytes())
    cellar = Path("/var/cache") if os.getuid() == 0 else HERE.parents[1] / "_build"
    root = cellar / f"adamedu-runtime-{key.hexdigest()[:12]}"
    if not root.exists():
        cellar.mkdir(exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=cellar))
        furnish(made)
        made.chmod(0o755)
        try:
            made.rename(root)
        except OSError:  # another process was faster
            shutil.rmtree(made)
    os.utime(root)
    for other in cellar.glob("adamedu-runtime-*"):
        if other.stat().st_mtime < time.time() - DAY:
            shutil.rmtree(other, ignore_errors=True)
    return root


def furnish(root):
    """Copy into `root` what a student's code may see."""
    ignore = shutil.ignore_patterns(*UNUSED)
    stdlib = Path(sysconfig.get_path("stdlib"))
    inside = root / "lib" / stdlib.name
    shutil.copytree(stdlib, inside, ignore=ignore)
    dynamic = Path(sysconfig.get_config_var("DESTSHARED") or stdlib / "lib-dynload")
    shutil.copytree(dynamic, inside / "lib-dynload", False, ignore, dirs_exist_ok=True)
    (root / "bin").mkdir()
    shutil.copy(Path(sys.executable).resolve(), root / "bin/python")
    for name in PACKAGES:
        source = Path(util.find_spec(name).origin).parent
        shutil.copytree(source, inside / name, ignore=ignore)
        own = source.with_name(f"{name}.libs")
        if own.exists():
            shutil.copytree(own, inside / own.name)
    for library in libraries(root):
        shutil.copy(library, root / "lib")
    (inside / "adamedu/nn").mkdir(parents=True)
    for name in HEART:
        shutil.copy(BOOK / name, inside / "adamedu" / name)
    (inside / "data").mkdir()
    for name in DATA:
        shutil.copy(BOOK.parent / "data" / name, inside / "data")
    shutil.copy(HERE / "worker.py", root)
    for path in HERE.glob("worker_*.py"):
        shutil.copy(path, inside)
    shutil.copy(GIVEN, inside)
    subprocess.run(
        [root / "bin/python", "-I", "-S", "-m", "compileall", "-q", "-j1", inside],
        check=False, capture_output=True,
    )  # fmt: skip


def libraries(root):
    """The shared libraries, and their loader, that `root` needs and does not hold."""
    programs = [root / "bin/python", *root.rglob("*.so"), *root.rglob("*.so.*")]
    home = {"LD_LIBRARY_PATH": sysconfig.get_config_var("LIBDIR") or ""}
    told = subprocess.run(
        ["ldd", *programs], capture_output=True, text=True, env=os.environ | home
    ).stdout
    found = set(re.findall(r"(?m)^\t(?:.*=> )?(/\S+) \(0x", told))
    needed = {path for path in found if not path.startswith(str(root))}
    # loaded by name when a thread ends
    beside = {Path(path).with_name("libgcc_s.so.1") for path in needed}
    return needed | {path for path in beside if path.exists()}
