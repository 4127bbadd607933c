"""The sandbox's walls, each tried from inside."""

import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from course.grade import sandbox, syscalls
from course.grade.student import Cell, Student, Trouble

pytestmark = pytest.mark.usefixtures("sandboxed")

BOOK = Path(__file__).parents[2]
PROBE = r"""
import ctypes, os, mmap
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *args):
    ctypes.set_errno(0)
    return os.strerror(ctypes.get_errno()) if libc.syscall(number, *args) < 0 else "ok"
calls = {name: call(number, 0, 0, 0, 0, 0, 0) for name, number in NUMBERS.items()}
keyring = call(KEYCTL, 0, -3, 0)
clone = call(CLONE, 0x10000000, 0, 0, 0, 0)
x32 = call(0x40000000 + 39)
clone3 = call(435, 0, 0)
try: shared = bool(mmap.mmap(-1, 4096))
except OSError as error: shared = error.strerror
files = sum(len(names) for top in ("/usr", "/lib", "/lib64", "/etc", "/root", "/home",
            "/var", "/tmp", "/dev/shm") for _, _, names in os.walk(top))
roots = sorted(os.listdir("/"))
linked = sorted({os.path.realpath(f"/{name}") for name in ("lib", "lib64")})
modules = os.listdir(os.path.dirname(os.__file__))
packages = [name for name in modules if name in ("torch", "jax", "scipy")]
status = open("/proc/self/status").read()
processes = [name for name in os.listdir("/proc") if name.isdigit()]
environment = sorted(os.environ)
if os.fork() == 0: os._exit(0)
import threading
threads = []
threading.Thread(target=threads.append, args=(1,)).start()
"""


def number(name):
    """A system call's on this machine."""
    mine = list(syscalls.ARCHITECTURES).index(platform.machine())
    return syscalls.FORBIDDEN[name][mine]


@pytest.fixture(scope="module")
def inside():
    """What a student's code sees: value(name)."""
    numbers = {name: number(name) for name in syscalls.FORBIDDEN}
    text = PROBE.replace("NUMBERS", repr(numbers))
    mine = list(syscalls.ARCHITECTURES).index(platform.machine())
    text = text.replace("KEYCTL", str(numbers["keyctl"]))
    text = text.replace("CLONE,", f"{syscalls.CLONE[mine]},")
    with Student([Cell("probe", text)]) as one:
        one.value("calls")
        assert one.notes == {}
        yield one


def test_the_kernel_is_asked_for_little(inside):
    assert set(inside.value("calls").values()) == {os.strerror(1)}
    for name in ("keyring", "clone", "shared"):
        assert inside.value(name) == os.strerror(1), name
    assert inside.value("clone3") == os.strerror(38)
    assert inside.value("x32") == os.strerror(1) or platform.machine() != "x86_64"
    assert inside.value("threads") == [1]
    status = inside.value("status")
    assert re.search(r"Seccomp:\s2", status) and re.search(r"CapEff:\s0+\n", status)
    assert re.search(r"NoNewPrivs:\s1", status)


def test_only_one_folder_is_seen(inside):
    assert inside.value("roots") == ["dev", "lib", "lib64", "proc", "runtime", "tmp"]
    assert inside.value("linked") == ["/runtime/lib"]
    # through the links the runtime's own lib is counted, twice, and nothing else is
    lib = sandbox.runtime() / "lib"
    seen = sum(len(names) for _, _, names in os.walk(lib))
    assert inside.value("files") == 2 * seen and seen < 2500
    assert inside.value("packages") == []
    assert len(inside.value("processes")) <= 3
    assert set(inside.value("environment")) <= {
        "HOME", "LANG", "LC_CTYPE", "OPENBLAS_NUM_THREADS", "PWD",
    }  # fmt: skip


def lost(source, **limits):
    """The words with which a cell's process was lost."""
    with Student([Cell("one", "x = 1\n" + source)], **limits) as one:
        assert one.value("x") == 1  # what it defined without a call is there again
        return one.lost["one"]


GREEDY = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        mine = bytearray(700 << 20)
        time.sleep(60)
        os._exit(0)
time.sleep(60)
"""


def test_memory_is_that_of_all_processes():
    assert "2 GB of memory" in lost(GREEDY)


LATER = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        time.sleep(0.5)
        mine = bytearray(700 << 20)
        time.sleep(60)
        os._exit(0)
x = 2
"""


def test_memory_is_watched_while_nobody_asks():
    with Student([Cell("one", LATER)]) as student:
        student.run()
        student.process.wait(timeout=300)  # unwatched it waits for a question
        with pytest.raises(Trouble, match="2 GB of memory"):
            student.value("x")


def test_time_is_the_processors_and_a_fuse_the_clocks():
    assert "within 0.5 s" in lost("while True: pass", cell=0.5, fuse=200)
    assert "waited" in lost("import time\ntime.sleep(1e6)", cell=0.2)
    child = "import os\nif os.fork() == 0:\n    while True: pass\nos.wait()"
    assert "within 0.5 s" in lost(child, cell=0.5, fuse=200)


def test_messages_are_bounded_both_ways():
    text = "import numpy as np\nfar = ['a' * 8000] * 900\nwide = np.zeros(99999)\n"
    text += "def f(x): return x\ndef g(): return 'a' * 10**9"
    with Student([Cell("one", text)]) as one:
        for name in ("far", "wide"):
            with pytest.raises(Trouble):
                one.value(name)
        process = one.process
        assert one.call("f", 2.0) == 2.0 and len(one.call("g")) == 8192
        with pytest.raises(Trouble, match="6 MB"):
            one.call("f", np.zeros(1 << 20))
        assert one.call("f", 3.0) == 3.0 and one.process is process
    forged = (
        "import os\nfor fd in range(3, 9):\n    try: os.write(fd, b'\\x00\\xff' * 9)\n"
    )
    forged += "    except OSError: pass\n"
    with Student([Cell("one", forged)]) as one:
        one.run()
        assert "1 MB" in one.lost["one"]


def test_an_ordinary_user_of_a_container_may_grade():
    """As Docker runs the image: no rights at all, but namespaces are not forbidden."""
    code = "from course.grade import sandbox; sandbox.check()"
    container = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    container += [sys.executable, "-c", code]
    done = subprocess.run(container, cwd=BOOK, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
