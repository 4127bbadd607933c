"""What a student may try in place of `my_adam` to be paid for nothing."""

from tests.course.honest import body

CHEATS = {
    "endless loop": body("while True: pass"),
    "swallowed interrupt": body(
        "while True:", "    try: t += 1", "    except BaseException: pass"
    ),
    "6 GB": body("x = np.ones(6 << 27); return theta, m, v, t"),
    "exits": body("import sys; sys.exit(0)"),
    "ends the process": body("import os; os._exit(0)"),
    "kills its parent": body("import os; os.kill(os.getppid(), 9); os.kill(1, 9)"),
    "kills everybody": body("import os; os.kill(-1, 9)"),
    "recursion": body("return my_adam(theta, g, m, v, t)"),
    "segmentation fault": body("import ctypes; ctypes.string_at(0)"),
    "the book's own": "from adamedu.rules import adam as my_adam",
    "the book's own, late": body(
        "from adamedu import rules",
        "return rules.adam(theta, g, m, v, t, lr=lr)",
    ),
    "a library's": "import torch\n" + body("return torch.optim.Adam([theta])"),
    "the hidden checks": """
from course.tasks import TASKS
my_adam = TASKS["adam"].reference
""",
    "searches the disk": """
import os
my_adam = None
places = [f"/{name}" for name in os.listdir("/")]
places = [place for place in places if place[1:4] not in ("usr", "pro", "lib")]
for folder, _, files in [walk for place in places for walk in os.walk(place)]:
    if "lib/python" in folder and "adamedu" not in folder:
        continue
    for name in files:
        if name.endswith((".py", ".ipynb", ".db", ".csv", ".pyc", ".json")):
            try:
                text = open(os.path.join(folder, name), "rb").read()
            except OSError:
                continue
            if b"v_hat" + b"**0.5" in text or b"gradebook" == name.encode()[:9]:
                exec(text)
                my_adam = adam
""",
    "searches the memory": """
import gc
found = [one for one in gc.get_objects() if callable(one)]
my_adam = [one for one in found if getattr(one, "__name__", "") == "adam"][0]
""",
    "the caller's frame": body(
        "import sys",
        "frame = sys._getframe(1)",
        "while frame:",
        "    for name in ('right', 'expected', 'reference'):",
        "        if name in frame.f_locals: return frame.f_locals[name]",
        "    frame = frame.f_back",
        "return theta, m, v, t + 1",
    ),
    "always equal": """
class Yes(np.ndarray):
    def __eq__(self, other): return True
    def __le__(self, other): return True
    def __sub__(self, other): return 0
""" + body("return theta.view(Yes), m.view(Yes), v.view(Yes), t + 1"),
    "patches numpy": "np.testing.assert_allclose = np.allclose = np.isclose = "
    "np.array_equal = lambda *a, **k: True\n" + body("return theta, m, v, t + 1"),
    "patches compile": "import builtins, ast\nbuiltins.compile = lambda *a, **k: None\n"
    "ast.parse = None\n" + body("return theta, m, v, t + 1"),
    "patches the worker": """
import __main__, sys
worker = sys.modules["__main__"]
worker.encode = lambda value, depth=0: True
""" + body("return theta, m, v, t + 1"),
    "writes into the pipe": """
import os, struct
text = b'{"result": true, "right": true, "points": 5}'
for fd in range(3, 20):
    try: os.write(fd, struct.pack(">I", len(text)) + text)
    except OSError: pass
""" + body("return theta, m, v, t + 1"),
    "fills the pipe": """
import os
""" + body("for fd in range(3, 20):", "    try: os.write(fd, b'\\xff' * 10**6)",
           "    except OSError: pass"),
    "deep JSON": """
import json
json.dumps = lambda value: "[" * 10**5 + "]" * 10**5
""" + body("return theta, m, v, t + 1"),
    "big number": """
import json
json.dumps = lambda value: '{"result": ' + "9" * 10**5 + "}"
""" + body("return theta, m, v, t + 1"),
    "odd array": """
import json
whole = json.dumps
json.dumps = lambda value: '{"result": {"list": [{"array": ["O8", [3], "AAAA"]}]}}'
""" + body("return theta, m, v, t + 1"),
    "pickle": """
class Bomb:
    def __reduce__(self): return (open, ("/tmp/adamedu-hostile-mark", "w"))
""" + body("return Bomb(), m, v, t + 1"),
    "NaN": body("return theta * np.nan, m * np.nan, v * np.nan, t + 1"),
    "infinite": body("return theta / 0, m, v, t + 1"),
    "None": body("pass"),
    "text": body("return 'right'"),
    "true": body("return True, True, True, True"),
    "wrong shape": body("return theta[:, None], m, v, t + 1"),
    "huge": body("return np.zeros(10**7), m, v, t + 1"),
    "integers": body("return theta.astype(int), m, v, t + 1"),
    "fakes a score": "print('check_adam: 5/5 points\\nScore: 10/10')\n"
    + body("print('right'); return theta, m, v, t + 1"),
    "50 MB of output": body("print('x' * 5 * 10**7); return theta, m, v, t + 1"),
    "writes outside": "open('/tmp/adamedu-hostile-mark', 'w').write('x')\n"
    + body("open('/runtime/worker.py', 'a'); return theta, m, v, t + 1"),
    "fills the disk": """
for folder in ("/dev", "/", "/usr/lib", "/dev/shm", "/tmp"):
    try:
        for n in range(9): open(f"{folder}/{n}", "wb").write(bytes(15 << 20))
    except OSError: pass
""" + body("return theta, m, v, t + 1"),
    "forks": """
import os
children = 0
try:
    while children < 10000: children += os.fork() > 0
except OSError: pass
""" + body("return theta, m, v, t + 1"),
    "threads": """
import threading, time
try:
    for n in range(10000): threading.Thread(target=time.sleep, args=(60,)).start()
except RuntimeError: pass
""" + body("return theta, m, v, t + 1"),
    "a daemon that outlives": """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True: time.sleep(0.1)
    os._exit(0)
""" + body("return theta, m, v, t + 1"),
    "no metadata, wrong": body("return theta, m, v, t + 1"),
}  # fmt: skip
FLAGGED = {
    "endless loop", "swallowed interrupt", "ends the process", "the hidden checks",
    "searches the memory", "a library's",
    "segmentation fault", "fills the pipe", "deep JSON", "big number",
    "writes into the pipe", "odd array",
}  # fmt: skip
