"""Arrays in plain Python: what the page's `np` (`small_numpy`) works with.

Views, broadcasting and indices are NumPy's; NaN and infinities stand where floats raise
an error. What is missing is refused by name. In the page `0 < a` must be `a > 0`.
"""

from math import copysign

WHOLE = "the whole axis"  # the page's Python can't make a slice


class Array:
    """A list of numbers that views share: `places` says which are seen, in order."""

    def __init__(self, numbers, shape, places=None):
        self.numbers, self.shape = numbers, tuple(shape)
        self.places = range(len(numbers)) if places is None else places

    def __getattr__(self, name):
        raise AttributeError("the page's small NumPy has no array." + name)

    @property
    def size(self):
        return len(self.places)

    @property
    def ndim(self):
        return len(self.shape)

    @property
    def dtype(self):  # all numbers are of one kind
        return type(self.numbers[0]) if self.numbers else float

    @property
    def T(self):  # noqa: N802
        if self.ndim != 2:
            return self
        rows, columns = self.shape
        turned = [self.places[i * columns + j]
                  for j in range(columns) for i in range(rows)]  # fmt: skip
        return Array(self.numbers, (columns, rows), turned)

    def values(self):
        """The numbers in order; not to be changed."""
        whole = isinstance(self.places, range)
        return self.numbers if whole else [self.numbers[p] for p in self.places]

    def copy(self):
        return Array(list(self.values()), self.shape)

    def tolist(self):
        if not self.shape:
            return self.values()[0]
        return [x.tolist() if isinstance(x, Array) else x for x in self]

    def astype(self, kind):
        return Array([kind(x) for x in self.values()], self.shape)

    def reshape(self, *shape):
        shape = shape[0] if isinstance(shape[0], (tuple, list)) else shape
        rest = product([n for n in shape if n != -1])
        shape = [self.size // rest if n == -1 else n for n in shape]
        if product(shape) != self.size:
            raise ValueError(f"{self.size} numbers do not fit the shape {tuple(shape)}")
        return Array(self.numbers, shape, self.places)

    def ravel(self):
        return Array(self.numbers, (self.size,), self.places)

    flat = property(ravel)

    def flatten(self):
        return self.ravel().copy()

    def __len__(self):
        return self.shape[0]

    def __iter__(self):
        return iter([self[k] for k in range(self.shape[0])])

    def __bool__(self):
        if self.size != 1:
            raise ValueError("an array of several truths is neither true nor false: "
                             "use np.where, np.any or np.all")  # fmt: skip
        return bool(self.values()[0])

    def __neg__(self):
        return Array([-x for x in self.values()], self.shape)

    def __abs__(self):
        return Array([abs(x) for x in self.values()], self.shape)

    def __invert__(self):
        if self.dtype is float:
            raise TypeError("~ turns truths round, and no floats")
        turned = [not x if isinstance(x, bool) else -x - 1 for x in self.values()]
        return Array(turned, self.shape)

    def __repr__(self):
        return f"array({self.tolist()})"

    def __getitem__(self, key):
        places, shape, copied = chosen(self, key)
        if copied:
            return Array([self.numbers[p] for p in places], shape)
        return Array(self.numbers, shape, places) if shape else self.numbers[places[0]]

    def __setitem__(self, key, value):
        places, shape, _ = chosen(self, key)
        kind, value = self.dtype, array(value)
        if kind is not float and value.dtype is float:
            raise TypeError("this array holds whole numbers; make it with floats")
        for place, x in zip(places, spread(value, shape)):
            self.numbers[place] = kind(x)


def product(numbers):
    total = 1
    for n in numbers:
        total *= n
    return total


def shaped(x):
    return isinstance(x, (Array, list, tuple)) or hasattr(x, "tolist")


def array(x, dtype=None):
    """A new array of a number, of nested lists or of an array; raises TypeError for
    what holds no numbers, and ValueError for rows of several lengths."""
    numbers = []
    shape = gather(x, numbers)
    kinds = [type(one) for one in numbers]
    kind = dtype or (float if float in kinds else int if int in kinds else None)
    return Array([kind(one) for one in numbers] if kind else numbers, shape)


def gather(x, numbers):
    """Append the numbers of nested lists; returns the shape."""
    if isinstance(x, Array):
        numbers.extend(x.values())
        return x.shape
    if isinstance(x, (bool, int, float)):
        numbers.append(float(x) if isinstance(x, float) else x)
        return ()
    if not shaped(x):
        raise TypeError(f"an array holds numbers, not {type(x).__name__}")
    rows = x.tolist() if hasattr(x, "tolist") else x
    if not isinstance(rows, (list, tuple)):
        return gather(rows, numbers)
    shapes = [gather(one, numbers) for one in rows]
    if any([one != shapes[0] for one in shapes]):
        raise ValueError("rows of several lengths make no array")
    return (len(rows),) + (shapes[0] if shapes else ())


def chosen(a, key):
    """(places, shape, whether it is a copy) of what a[key] means."""
    if isinstance(key, Array) and key.dtype is bool and key.shape == a.shape:
        places = [p for p, yes in zip(a.places, key.values()) if yes]
        return places, (len(places),), True
    keys = list(key) if isinstance(key, tuple) else [key]
    missing = a.ndim - len([k for k in keys if k is not None and k is not Ellipsis])
    if missing < 0:
        raise IndexError(f"too many indices for an array of shape {a.shape}")
    at = ([n for n, k in enumerate(keys) if k is Ellipsis] + [len(keys)])[0]
    keys = keys[:at] + [WHOLE] * missing + keys[at + 1 :]
    first, axes, lists, axis = 0, [], None, 0
    for k in keys:
        if k is None:
            axes.append([0])
            continue
        n, step = a.shape[axis], product(a.shape[axis + 1 :])
        axis += 1
        if isinstance(k, int) and not isinstance(k, bool):
            first += inside(k, n) * step
            continue
        listed = isinstance(k, (Array, list))
        some = picked(array(k), n) if listed else range(n)
        some = list(some) if listed or k is WHOLE else list(some)[k]
        some = [x * step for x in some]
        if not listed or lists is None:
            lists = len(axes) if listed else lists
            axes.append(some)
        elif len(some) == len(axes[lists]):
            axes[lists] = [x + y for x, y in zip(axes[lists], some)]
        else:
            raise IndexError("the lists of indices have several lengths")
    places = [first]
    for some in axes:
        places = [p + x for p in places for x in some]
    shape = tuple([len(some) for some in axes])
    return [a.places[p] for p in places], shape, lists is not None


def picked(k, n):
    """The indices that a list of indices, or a mask, picks of n."""
    if k.ndim != 1 or (k.size and k.dtype is float):
        raise IndexError("an index is a whole number, a slice, a list of whole numbers "
                         "with one axis, or a mask")  # fmt: skip
    if k.size and k.dtype is bool:
        return [x for x, yes in enumerate(k.values()) if yes]
    return [inside(x, n) for x in k.values()]


def inside(k, n):
    if not -n <= k < n:
        raise IndexError(f"index {k} is out of bounds for an axis of {n}")
    return k % n


def spread(a, shape):
    """The numbers of `a`, broadcast to a shape."""
    if a.shape == shape:
        return a.values()
    if not a.shape:
        return a.values() * product(shape)
    own = (1,) * (len(shape) - a.ndim) + a.shape
    if len(own) > len(shape) or any([m not in (1, n) for m, n in zip(own, shape)]):
        raise ValueError(f"the shapes {a.shape} and {shape} do not fit together")
    places = [0]
    for axis, n in enumerate(shape):
        step = product(own[axis + 1 :]) if own[axis] > 1 else 0
        places = [p + k * step for p in places for k in range(n)]
    return [a.numbers[a.places[p]] for p in places]


def each(function, *values):
    """function(x, y, ...), number by number; a number if all are numbers."""
    values = [a if isinstance(a, Array) else array(a) for a in values]
    if float in [a.dtype for a in values]:
        values = [a if a.dtype is float else a.astype(float) for a in values]
    shape = values[0].shape
    for a in values[1:]:
        shape = shape if a.shape in ((), shape) else together(shape, a.shape)
    made = [function(*some) for some in zip(*[spread(a, shape) for a in values])]
    return Array(made, shape) if shape else made[0]


def together(one, other):
    """The shape of two arrays that are broadcast; if they don't fit, `spread` says."""
    n = max(len(one), len(other))
    sides = zip((1,) * (n - len(one)) + one, (1,) * (n - len(other)) + other)
    return tuple([b if a == 1 else a for a, b in sides])


def divided(x, y):
    if y:
        return x / y
    return x / copysign(1, y) * float("inf") if x == x else x


def floored(x, y):
    return x // y if y else divided(x, y) if isinstance(x * y, float) else 0


def raised(x, y):
    try:
        made = x**y
    except ZeroDivisionError:
        return divided(1, x**-y)
    except OverflowError:
        return float("inf") if x > 0 or y % 2 == 0 else -float("inf")
    return float("nan") if isinstance(made, complex) else made


OPERATORS = {
    "add": lambda x, y: x + y, "sub": lambda x, y: x - y, "mul": lambda x, y: x * y,
    "truediv": divided, "floordiv": floored, "pow": raised,
    "and": lambda x, y: x & y, "or": lambda x, y: x | y,
}  # fmt: skip
COMPARED = {
    "lt": lambda x, y: x < y, "le": lambda x, y: x <= y, "gt": lambda x, y: x > y,
    "ge": lambda x, y: x >= y, "eq": lambda x, y: x == y, "ne": lambda x, y: x != y,
}  # fmt: skip


def add_operator(name, function):
    def here(self, other):
        return each(function, self, other)

    def there(self, other):
        return each(function, other, self)

    def change(self, other):
        self[...] = each(function, self, other)
        return self

    setattr(Array, "__" + name + "__", here)
    if name in OPERATORS:
        setattr(Array, "__r" + name + "__", there)
        setattr(Array, "__i" + name + "__", change)


def add_method(name, function):
    setattr(Array, name, lambda self, *args, **more: function(self, *args, **more))


for name, function in list(OPERATORS.items()) + list(COMPARED.items()):
    add_operator(name, function)
