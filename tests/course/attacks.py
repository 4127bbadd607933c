"""What a student may put in place of `my_adam`: attacks, and odd but right answers."""

from tests.course.toy_set import ADAM

HEAD = "import os, sys\nimport numpy as np\n"
WRONG = "def my_adam(theta, g, m=0, v=0, t=0, *, lr=1e-3, **k):\n"
SAME = WRONG + "    return theta, m, v, t + 1\n"
FORGE = """
import json, struct, time
def forge(text):
    frame = sys._getframe()
    while not ("answers" in frame.f_locals and "question" in frame.f_locals):
        frame = frame.f_back
    data = text.replace("ID", frame.f_locals["question"]["id"]).encode()
    data = struct.pack(">I", len(data)) + data
    while data:
        data = data[os.write(frame.f_locals["answers"].fileno(), data):]
"""


def forged(text):
    """An answer that the student writes instead of the worker."""
    return (
        FORGE + WRONG + f"    forge({text!r})\n    time.sleep(0.1)\n    return theta\n"
    )


def gives(value, before=""):
    """A function that returns this expression for each part of the answer."""
    return before + WRONG + f"    x = {value}\n    return x, x, x, x\n"


def calls(*lines):
    """A wrong function after lines each of which may fail."""
    tried = [f"try:\n    {line}\nexcept BaseException: pass\n" for line in lines]
    return "".join(tried) + SAME


C = "__import__('ctypes').CDLL(None)."
LISTS = '{"list": [' * 3000 + "1" + "]}" * 3000
ARRAY = '{"to": "ID", "result": {"list": [{"array": %s}]}, "args": []}'

FORGED = {
    "points": '{"to": "ID", "result": {"list": []}, "args": [], "points": 9}',
    "everything true": '{"to": "ID", "result": true, "args": true}',
    "infinite shape": ARRAY % '["f8", [Infinity], ""]',
    "shape of NaN": ARRAY % '["f8", [NaN], ""]',
    "huge shape": ARRAY % '["f8", [1e30], ""]',
    "negative shape": ARRAY % '["f8", [-1, -1], "AAAAAAAAAAA="]',
    "endless shape": ARRAY % f'["f8", {[1] * 9999}, "AAAAAAAAAAA="]',
    "no shape": ARRAY % '["f8"]',
    "half a number": ARRAY % '["f8", [3], "AAA"]',
    "objects": ARRAY % '["O", [1], "AAAAAAAAAAA="]',
    "long type": ARRAY % f'["{"f8," * 9999}", [1], ""]',
    "type of a record": ARRAY % '["[(\'a\', \'O\')]", [1], "AAAAAAAAAAA="]',
    "list is a number": '{"to": "ID", "result": {"list": 7}, "args": []}',
    "list is a text": '{"to": "ID", "result": {"list": "abc"}, "args": []}',
    "dict is a list": '{"to": "ID", "result": {"dict": [1]}, "args": []}',
    "arguments are a number": '{"to": "ID", "result": 1, "args": 7}',
    "arguments are a dict": '{"to": "ID", "result": null, "args": {"a": 1}}',
    "too few arguments": '{"to": "ID", "result": {"list": [0, 0, 0, 0]}, "args": [1]}',
    "error is an object": '{"to": "ID", "error": {"a": 1}}',
    "error is a bomb": '{"to": "ID", "error": ["\\u001b[31m", "\\u0000=1+1", "<b>"]}',
    "error of 900 kB": '{"to": "ID", "error": ["%s", "", ""]}' % ("A" * 900000),
    "error of RETRIED": '{"to": "ID", "error": ["TypeError", "", ""]}',
    "nested lists": '{"to": "ID", "args": [], "result": ' + LISTS + "}",
    "wrong number": '{"to": "0000", "result": 1, "args": []}',
    "a list": '["ID"]',
    "a number": "1e999",
    "no text": "",
    "not JSON": "{]",
    "NaN": '{"to": "ID", "result": NaN, "args": []}',
    "a long number": '{"to": "ID", "result": 1e%s, "args": []}' % ("9" * 4000),
}  # fmt: skip
RETURNED = {
    "itself": "my_adam",
    "an endless list": "__import__('itertools').count()",
    "a cycle": "[[]]; x[0].append(x)",
    "a deep list": "0\n    for _ in range(10**5): x = [x]",
    "a huge integer": "10**4000",
    "an infinite float": "float('inf')",
    "complex numbers": "theta + 1j",
    "texts of numbers": "np.array(['0.1', '0.2', '0.3'])",
    "dates": "np.array(['2020'] * 3, 'datetime64[s]')",
    "records": "np.zeros(3, [('a', 'f8')])",
    "objects": "np.array([None, {}, my_adam], object)",
    "a masked array": "np.ma.masked_all(3)",
    "an empty array": "theta[:0]",
    "no numbers": "{'a': theta}",
    "bytes": "bytes(24)",
    "a memoryview": "memoryview(theta)",
    "a wide array": "np.broadcast_to(theta, (10**6, *np.shape(theta)))",
    "an ellipsis": "...",
    "a generator": "(one for one in theta)",
    "a set": "{0.1}",
    "a coroutine": "__import__('asyncio').sleep(0)",
    "a class": "type('X', (), {})",
    "all candidates": "[theta, theta - lr, theta - lr * g, theta + lr]",
}
LIARS = {
    "an array that agrees": "class X(np.ndarray):\n"
    "    def __array_ufunc__(self, *a, **k): return np.bool_(True)\n"
    "    def __array_function__(self, *a): return True\n"
    "    def tobytes(self, *a): return b'\\0' * 8 * self.size\n",
    "an array with its own shape": "class X(np.ndarray):\n"
    "    shape = property(lambda self: (10**9,))\n    dtype = 'O'\n",
    "an array without end": "class X(np.ndarray):\n    __array__ = lambda s, *a: s\n"
    "    size = float('-inf')\n    nbytes = -1\n",
}
OBJECTS = {
    "a float that agrees": "class X(float):\n    __sub__ = __rsub__ = lambda a, b: 0\n"
    "    __eq__ = __le__ = __lt__ = lambda a, b: True\n    __hash__ = None\n",
    "a number on demand": "class X:\n    __float__ = lambda s: 0.1\n    __len__ = "
    "lambda s: 1\n    __array__ = lambda s, *a, **k: np.zeros(3)\n"
    "    __init__ = lambda s, x: None\n",
    "a false class": "class X:\n    __class__ = list\n"
    "    __init__ = lambda s, x: None\n"
    "    __getitem__ = lambda s, i: [0.1] * 3\n    __iter__ = lambda s: iter([.1])\n",
    "a list of its own": "class X(list):\n    __getitem__ = lambda s, i: s\n",
    "an array's interface": "class X:\n    __init__ = lambda s, x: None\n"
    "    __array_interface__ = {'shape': (3,), 'typestr': '<f8', 'version': 3,\n"
    "                           'data': (4096, False)}\n",
    "a repr that ends it": "class X:\n    __init__ = lambda s, x: None\n"
    "    __repr__ = __str__ = lambda s: os._exit(0)\n",
}
PATCHED = {
    "json": "import json\njson.dumps = json.loads = lambda *a, **k: {}\n",
    "builtins": "import builtins\nbuiltins.abs = builtins.max = lambda *a: 0\n"
    "builtins.isinstance = lambda *a: True\n",
    "numpy's parts": "np.abs = np.asarray = np.frombuffer = lambda *a, **k: 0\n",
    "the worker's loop": "import __main__\nfor name in ('encode', 'reply', 'receive', "
    "'describe'):\n    setattr(__main__, name, lambda *a, **k: {'result': 1})\n",
    "the way to run a cell": "import worker_cells\nworker_cells.run = None\n",
    "what is kept": "f = sys._getframe()\nwhile f:\n"
    "    kept = f.f_locals.get('stood')\n"
    "    if kept is not None: kept.clear()\n    f = f.f_back\n",
    "tracing": "def tr(f, e, a):\n    f.f_locals['result'] = 1\n    return tr\n"
    "sys.settrace(tr); sys.setprofile(tr)\n",
    "the end": "import atexit, faulthandler, signal\natexit.register(print, 1)\n"
    "faulthandler.dump_traceback_later(0.2, repeat=True)\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n",
    "the import": "sys.meta_path.clear(); sys.path.clear(); sys.modules.clear()\n",
    "memory": "import gc\nfor one in gc.get_objects():\n"
    "    if isinstance(one, dict) and 'points' in one: one['points'] = 9\n",
}
REACHED = {
    "other processes": calls(
        "[os.kill(p, s) for s in (9, 19) for p in (-1, 1, os.getppid())]",
        "open('/proc/1/mem', 'r+b')", "os.setpgid(0, 1)", "os.setsid()",
        "__import__('resource').prlimit(1, 7, (0, 0))", "os.nice(-5)",
        "os.sched_setaffinity(1, [0])"),
    "the parent by ptrace": calls(f"{C}ptrace(16, os.getppid(), 0, 0)"),
    "its limits": calls(
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
        "import resource; resource.setrlimit(resource.RLIMIT_NPROC, (999, 999))"),
    "root": calls("os.setuid(0)", "os.setgroups([0])", "os.chroot('/')",
                  f"{C}mount(b'none', b'/tmp', b'tmpfs', 0, 0)",
                  f"{C}unshare(0x10000000)"),
    "a file that holds itself": calls(
        f"fd = {C}memfd_create(b'x', 0); os.ftruncate(fd, 1 << 33)"),
    "links out": calls("os.symlink('/', '/tmp/a'); print(os.listdir('/tmp/a/root'))",
                       "os.link('/runtime/worker.py', '/tmp/b')",
                       "os.mknod('/tmp/c', 0o60666, 0x800)"),
    "open files": calls("print(os.listdir('/proc/1/fd'))",
                        "[os.read(fd, 99) for fd in range(3, 64)]"),
    "the network": calls(
        "import socket; socket.create_connection(('1.1.1.1', 53), 1)",
        "import socket; socket.socket(socket.AF_UNIX).connect('/run/x')",
        "import socket; socket.socket(40, socket.SOCK_STREAM).connect((2, 22))"),
    "a shell": calls("os.system('id')", "os.execv('/bin/sh', ['sh'])",
                     "import subprocess; subprocess.run(['/usr/bin/python3'])"),
    "packages of this machine": calls(
        "sys.path[:0] = ['/usr/lib/python3/dist-packages', '/usr/local/lib']",
        "from torch.optim import Adam", "import scipy"),
    "the records": calls(
        "sys.path[:0] = ['.', '/', '/runtime']",
        "from course.tasks import TASKS; my_adam = TASKS['adam'].reference",
        "from adamedu.rules.per_parameter import adam as my_adam"),
    "the secret": calls("print(open('/secret').read())", "open('/runtime/secret')",
                        "print([v for k, v in os.environ.items() if 'ECRET' in k])"),
    "signals": calls("import signal; signal.pthread_sigmask(0, range(1, 64))",
                     "signal.alarm(1)", "signal.setitimer(signal.ITIMER_PROF, 0.01)"),
}  # fmt: skip
BURNED = {
    "children": "while os.fork(): pass\nwhile True: pass\n",
    "a stop": WRONG.replace("my_adam", "stop") + "    os.kill(os.getpid(), 19)\n"
    "stop(0, 0)\n",
    "sleep": "import time\ntime.sleep(1e6)\n",
    "memory of children": "for _ in range(6):\n    if os.fork() == 0:\n"
    "        x = bytearray(900 << 20)\n        import time; time.sleep(99)\n"
    "import time; time.sleep(99)\n",
    "a power": "10**10**9\n",
    "a pattern": "import re\nre.match('(a+)+$', 'a' * 40 + 'b')\n",
    "a thread that answers": FORGE + "import threading\ndef spam():\n    while True:\n"
    '        try: forge(\'{"to": "ID", "result": 1}\')\n'
    "        except BaseException: pass\n"
    "threading.Thread(target=spam, daemon=True).start()\n",
    "text of an error": "class E(Exception):\n    def __str__(self):\n"
    "        while True: pass\nraise E\n",
    "a finalizer": "class E:\n    def __del__(self):\n        while True: pass\nE()\n",
    "files": "for n in range(999): open(f'/tmp/{n}', 'wb').write(bytes(99999))\n",
    "pipes": "held = [os.pipe() for _ in range(999)]\n",
    "magics": "!true\n" * 99 + "%time 1\n" * 99,
    "a lock": "import threading\nheld = threading.Lock()\nwith held: held.acquire()\n",
    "slow bytes": FORGE + "def drip():\n    for _ in range(99):\n"
    "        os.write(4, b'\\0'); time.sleep(0.03)\ndrip()\n",
    "brackets": "x = " + "(" * 5000 + ")" * 5000 + "\n",
    "a long line": "x = " + "1 + " * 10**5 + "1\n",
}
ATTACKS = {
    **{f"forges: {name}": forged(text) for name, text in FORGED.items()},
    **{f"returns {name}": gives(text) for name, text in RETURNED.items()},
    **{f"lies: {name}": gives("theta.view(X)", t) for name, t in LIARS.items()},
    **{f"lies: {name}": gives("X(0.1)", text) for name, text in OBJECTS.items()},
    **{f"patches {name}": text + SAME for name, text in PATCHED.items()},
    **{f"reaches for {name}": text for name, text in REACHED.items()},
    **{f"burns: {name}": text + SAME for name, text in BURNED.items()},
}
ATTACKS = {name: HEAD + text for name, text in ATTACKS.items()}

RIGHT = ADAM.replace("    ### BEGIN SOLUTION\n", "").replace(
    "    ### END SOLUTION\n", ""
)
BEFORE = {
    "50 MB of output": "for _ in range(50): print('x' * 2**20)\n",
    "threads that outlive": "import threading, time\nfor _ in range(8):\n"
    "    threading.Thread(target=time.sleep, args=(99,)).start()\n",
    "another directory": "os.chdir('/'); os.umask(0o777); sys.setrecursionlimit(60)\n",
    "errors of NumPy": "np.seterr(all='raise')\n",
    "warnings as errors": "import warnings\nwarnings.simplefilter('error')\n",
    "closed files": "sys.stdout.close(); os.close(1)\n",
    "magics": "%matplotlib inline\n!pip install torch\n%timeit -n1 1+1\nprint?\n",
    "await": "import asyncio\nawait asyncio.sleep(0)\n",
    "modules that are missing": "import torch, pandas\nfrom scipy import stats\n",
    "plots": "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\n",
    "input": "name = input('name? ')\n",
    "other names": "len = list = sum = range = print = None\n",
}
AFTER = {
    "an exit": "sys.exit(0)\n",
    "another adam": "\nmy_adam_2 = my_adam\nmy_sgd = None\n",
    "a partial": "import functools\nf = my_adam\n"
    "my_adam = functools.partial(f, lr=1e-3)\n",
    "a class": "class Adam:\n    f = staticmethod(my_adam)\n"
    "    def __call__(self, *a, **k): return self.f(*a, **k)\nmy_adam = Adam()\n",
    "its end": "os._exit(1)\n",
}
ODD_BUT_RIGHT = {
    **{f"right after {name}": HEAD + text + RIGHT for name, text in BEFORE.items()},
    **{f"right before {name}": HEAD + RIGHT + text for name, text in AFTER.items()},
    "right with types of torch": HEAD + "import torch\n"
    + RIGHT.replace("theta, g, m", "theta: torch.Tensor, g: torch.Tensor, m"),
    "right with a decorator of numba": HEAD + "import numba\n@numba.njit\n" + RIGHT,
    "right with long doubles": HEAD + RIGHT.replace("t = t + 1", "g = np.longdouble(g);"
                                                    " t = t + 1"),
    "right, timed": "%%time\n" + HEAD + RIGHT,
}  # fmt: skip
