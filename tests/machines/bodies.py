"""Bodies of functions that the page's Python runs as Python does, or leaves to it."""

# They stand between empty lines: values and errors.
BODIES = r"""
a, b = 1, 2; a, b = b, a; return (a, b)

a, *b, c = range(5); return (a, b, c)

(a, b), c = [1, 2], 3; return (a, b, c)

a = b = [1]; a.append(2); return b

a = [1, 2, 3]; a[0], a[-1] = a[-1], a[0]; return a

a = [1]; b = a; a += (2, 3); return (a, b, a is b)

a = 1; a += 0.5; a *= 2; a -= 1; a /= 4; a **= 2; return a

a = 7; a //= 2; a %= 2; return a

a = {"x": 1}; a["x"] += 1; a["y"] = [0]; a["y"][0] -= 2; return a

a = [1, 2]; a.extend([3]); a.insert(0, 0); b = a.pop(); a.remove(1); a.reverse()
return (a, b, a.index(2), a.count(2))

a = [3, 1, 2]; a.sort(); b = a.copy(); b.clear(); return (a, b)

a = {}; a.setdefault("x", []).append(1); a.update({"y": 2}); b = a.pop("x")
return (a, b, a.pop("z", 0))

for k in range(3): pass; return k

t = 0
for k in range(5):
    if k == 3: break
    if k == 1: continue
    t += k
else: t = -1
return (t, k)

for k in range(3): pass
else: return "else"

n = 0
while n < 5:
    n += 1
else: n = -n
return n

def g(n): return n * g(n - 1) if n else 1
return g(25)

def g(x, y=[]): y.append(x); return y

g(1); return g(2)

fs = [lambda: k for k in range(3)]; return [f() for f in fs]

fs = [lambda k=k: k for k in range(3)]; return [f() for f in fs]

def make(k):
    def add(x): return x + k
    return add
return make(3)(4)

def counter():
    n = 0
    def up():
        nonlocal n
        n += 1
        return n
    return up
up = counter(); up(); return up()

def g():
    yield 1
    yield 2
a = g(); return (next(a), list(a), list(a), next(a, "none"))

def g():
    x = 0
    while True:
        yield x
        x += 1
found = []
a = g()
for x in a:
    if x > 2: break
    found.append(x)
return found + [next(a)]

def g(n): yield from_(n)
def from_(n): return n
return list(g(3))

a = iter([1, 2]); return (next(a), [x for x in a], next(a, None))

x = 5; y = [x for x in [x, 1]]; return (x, y)

try: 1 / 0
except ZeroDivisionError as e: return str(e)

try: {}["a"]
except (IndexError, KeyError) as e: return (str(e), type(e).__name__, e.args)

try: [][0]
except LookupError: return "lookup"

a = []
try: a.append(1)
except ValueError: a.append(2)
else: a.append(3)
finally: a.append(4)
return a

def g():
    try: return 1
    finally: a.append(2)
a = []; return (g(), a)

try:
    try: raise ValueError("x")
    except ValueError: raise
except ValueError as e: return repr(e)

try: raise KeyError
except Exception as e: return repr(e)

def g(n): return g(n + 1)
try: g(0)
except RecursionError: return "too deep"

class A:
    "doc"
    def __init__(self, x, y=2): self.x, self.y = x, y
    def both(self): return self.x + self.y
    @property
    def first(self): return self.x
a = A(1); a.x = 5
return (a.both(), a.first, hasattr(a, "z"), type(a).__name__, isinstance(a, A))

import math
return [math.sqrt(2), math.pi, math.floor(2.7), math.ceil(-2.7), math.inf,
        math.copysign(1, -0.0), math.isnan(math.nan), math.trunc(-2.5), math.fabs(-1)]

import math as m
return [m.exp(0), m.log(1), m.log(8, 2), m.log10(1000), m.log2(8), m.cos(0),
        m.atan2(1, 1), m.radians(180), m.degrees(m.pi), m.isfinite(1), m.isinf(m.inf)]

from functools import partial, reduce
p = partial(int, 5); q = partial(lambda a, b=2, *, c=3: (a, b, c), 1, c=4)
return (p(), q(), q(5), q(c=6), sorted(q.keywords), q.args, reduce(lambda a,
        b: a + b, [1, 2, 3]))

from functools import wraps
def shout(f):
    @wraps(f)
    def g(*args, **kw): return f(*args, **kw) + "!"
    return g
@shout
def hi(name, end=""): return name + end
return (hi("a"), hi("b", end="?"), hi.__name__, hasattr(hi, "__wrapped__"),
        hi.__wrapped__("c"))

x = 1
if x == 0: y = "a"
elif x == 1: y = "b"
else: y = "c"
return y

x: int = 3; return x

assert 1, "fine"; return 1

return [t for t in (1, 2) if not t == 1 and t > 0 or t == 9]

return (1 if 0 else 2 if 0 else 3, -1 if 1 else 2, (lambda x: x if x else -x)(0))

return print("nothing")

pass

a, b = 1; return a

a, b = [1]; return a

a, b = 1, 2, 3; return a

a, *b, c = [1]; return a

for x in 5: pass

for a, b in [1]: pass

x += 1; return x

if 0: y = 1
return y

(1,)[0] = 2

raise ValueError("a", 1)

raise ValueError

raise KeyError("a")

assert 0, "no"

assert 0

import math; math.sqrt(-1)

import math; math.log(0)

import math; math.exp(1000)

import math; math.sqrt("a")

def g(a, *, b): pass
g(1, 2)

def g(a): pass
g()

class A:
    def m(self): pass
A().n
""".strip().split("\n\n")

# What MicroPython has to run.
OUTSIDE = r"""
{1, 2}
(-8.0) ** 0.5
10 ** 100000
float("nan") in [float("nan")]
1 is 1
"%d" % 1
repr(len)
1 | 2
~1
2j
(x := 1)
"a".title()
(1.5).hex()
[1].__len__()
open("x")
globals()
print
abs(x=1)
sorted([1], nope=1)
import numpy
import json
from adamedu import nothing
global x
del x
async def f(): pass
class A(list): pass
class A:\n    def __add__(self, other): return 1
match 1:\n    case 1: pass
with open("x") as f: pass
x = (
def f(a, /): pass
def f():\n    yield from [1]
[1].x = 2
""".strip().split("\n")
OUTSIDE = [line.replace("\\n", "\n") for line in OUTSIDE]
