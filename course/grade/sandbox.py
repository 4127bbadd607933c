"""Where a student's code runs: a bubblewrap sandbox that holds a Python and NumPy.

Inside there is no network, no other process, nothing to write to but a small /tmp,
and no file of this project except the learner's side and two data sets: neither the
hidden checks, nor the book's rules, nor anybody else's work. The process has no
rights, and `worker.py` limits its own memory, time and number of processes before it
runs a student's line.

Root ignores the limit on processes (getrlimit(2)), so root grades as another user:
one of those that systemd keeps for such uses (systemd.io/UIDS-GIDS), a different one
in each process, because the limit counts a user's processes together.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from functools import cache
from importlib import metadata, util
from pathlib import Path

HERE = Path(__file__).parent
BOOK = HERE.parents[1] / "adamedu"
HEART = ["__init__.py", "descent.py", "landscapes.py", "noise.py", "ops.py", "scene.py"]
HEART += ["nn/__init__.py", "nn/datasets.py"]
GIVEN = BOOK / "questions/given.py"  # functions that answers are called with
DATA = ["digits.npz", "mnist1d.npz"]
PACKAGES = ["numpy"]
UNUSED = ["__pycache__", "site-packages", "dist-packages", "test", "tests", "idlelib"]
UNUSED += ["ensurepip", "lib2to3", "tkinter", "turtledemo", "config-*", "*.a", "*.pyi"]
TMP = 16 << 20
DAY = 86400
HELP = """no sandbox, so nothing is graded: a student's code would run as you.
{why}
Install bubblewrap 0.8 or newer (on Debian: apt install bubblewrap) and let it make
user namespaces. If this machine is itself a container that holds nothing else and is
thrown away afterwards, say so: SANDBOX=container."""


class NoSandboxError(RuntimeError):
    """Bubblewrap is missing, or may not work here."""


def start(kind="bwrap"):
    """A worker in a new sandbox: a Popen that speaks `worker.py`'s protocol.

    kind="container" starts it without bubblewrap, where the machine is the sandbox.
    """
    root = runtime()
    shown = root if kind == "container" else Path("/runtime")
    worker = [shown / "bin/python", "-I", "-S", "-B", shown / "worker.py"]
    command = [] if kind == "container" else bubblewrap(root)
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*command, *worker], stdin=pipe, stdout=pipe, stderr=pipe, cwd="/",
        env={"PATH": os.environ.get("PATH", os.defpath), "OPENBLAS_NUM_THREADS": "1"},
        start_new_session=True, **nobody(),
    )  # fmt: skip


def bubblewrap(root):
    """The command line that shuts a process in, with `root` seen as /runtime."""
    command = ["bwrap", "--unshare-all", "--unshare-user", "--disable-userns"]
    command += ["--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    command += ["--clearenv", "--setenv", "HOME", "/tmp", "--hostname", "course"]
    command += ["--setenv", "OPENBLAS_NUM_THREADS", "1", "--setenv", "LANG", "C.UTF-8"]
    for name in ("/usr/lib", "/usr/lib64", "/lib", "/lib64"):
        if os.path.islink(name):
            command += ["--symlink", os.readlink(name).lstrip("/"), name]
        elif os.path.isdir(name):
            command += ["--ro-bind", name, name]
    command += ["--ro-bind", root, "/runtime", "--proc", "/proc", "--dev", "/dev"]
    for name in ("/dev/shm", "/tmp"):
        command += ["--size", str(TMP), "--tmpfs", name]
    return command + ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]


def nobody():
    """Popen's arguments that drop root's rights; none where we have none."""
    if os.getuid() != 0:
        return {}
    number = 61184 + os.getpid() % 4336
    return {"user": number, "group": number, "extra_groups": []}


def check(kind="bwrap"):
    """Raise NoSandboxError, which says what to do, unless a worker starts here."""
    if kind not in ("bwrap", "container"):
        raise ValueError(f"sandbox must be 'bwrap' or 'container', not {kind!r}")
    if kind == "bwrap" and not shutil.which("bwrap"):
        raise NoSandboxError(HELP.format(why="There is no command bwrap."))
    with start(kind) as process:
        _, said = process.communicate(timeout=60)
    if process.returncode:
        said = said.decode(errors="replace").strip()
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
    shutil.copytree(dynamic, inside / "lib-dynload", dirs_exist_ok=True)
    (root / "bin").mkdir()
    shutil.copy(Path(sys.executable).resolve(), root / "bin/python")
    if sysconfig.get_config_var("Py_ENABLE_SHARED"):
        library = sysconfig.get_config_var("INSTSONAME")
        shutil.copy(Path(sysconfig.get_config_var("LIBDIR")) / library, root / "lib")
    for name in PACKAGES:
        source = Path(util.find_spec(name).origin).parent
        shutil.copytree(source, inside / name, ignore=ignore)
        libraries = source.with_name(f"{name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, inside / libraries.name)
    (inside / "adamedu/nn").mkdir(parents=True)
    for name in HEART:
        shutil.copy(BOOK / name, inside / "adamedu" / name)
    (inside / "data").mkdir()
    for name in DATA:
        shutil.copy(BOOK.parent / "data" / name, inside / "data")
    shutil.copy(HERE / "worker.py", root)
    shutil.copy(HERE / "worker_modules.py", inside)
    shutil.copy(GIVEN, inside)
    subprocess.run(
        [root / "bin/python", "-I", "-S", "-m", "compileall", "-q", "-j1", inside],
        check=False, capture_output=True,
    )  # fmt: skip
