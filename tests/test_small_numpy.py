"""The page's small NumPy gives what NumPy gives, in the page's Python too."""

import json
import re

import numpy as np
import pytest

from adamedu.questions import small_numpy
from adamedu.questions.arrays import Array
from tests.machines import page

SETUP = """
a = np.array([[1.5, -2.0, 0.25], [3.0, 0.0, -1.0]])
b = np.array([[0.5], [-4.0]])
v = np.array([2.0, -1.0, 0.5])
w = np.array([0.0, -0.0, 2.0])
k = np.array([2, 0, 1])
rows = np.arange(2)
hot = np.array([True, False])
odd = np.array([1.0, np.nan, np.inf])
"""
EXPRESSIONS = """
a + b; a - v; 2 - a; a * b; a / v; 1 / v; a ** 2; v ** 2.0; 2.0 ** v; -a; abs(a)
a // v; 7.5 // v; v // 2; w // w; 1 // w; k // 2; k // 0; v // -0.3
a @ v; a @ a.T; v @ v; a.T @ rows; [1.0, 2.0] @ a; np.dot(a, v); a.dot(v); a > 0
a >= v; a < b; a <= 0.25; a == 0; a != 0; (a > 0) & (a < 2); (a > 1) | (a < 0)
~(a > 0); a * (a > 0); (a > 0) / 2; 1.0 * hot; k + 1; k * 0.5; k - k.max(); 0 * k
a[0]; a[-1]; a[:, 0]; a[1, 2]; a[0, 1:]; a[:, ::-1]; a[..., 0]; a[None]; v[:, None]
a[rows, [2, 0]]; a[rows, k[:2]]; a[[1, 0, 1]]; a[:, k]; a[a > 0]; a[hot]; v[k > 0]
np.eye(3)[k]; a[1][2]; v[k[0]]; len(a); a.shape; a.ndim; a.size; a.T.shape; k.tolist()
a.sum(); a.sum(0); a.sum(axis=1); a.sum(axis=1, keepdims=True); a.sum(-1)
np.sum(a, 0); a.mean(); np.mean(a, axis=0); a.max(); a.max(axis=1, keepdims=True)
a.min(0); np.min(v); np.std(v); np.std(v, ddof=1); a.std(0); np.var(v, ddof=1)
a.var(axis=1, ddof=1); np.median(v); np.median([1, 2, 3, 4]); np.median(odd)
np.median(a, axis=1); a.argmax(1); np.argmin(v); np.argmax(odd); np.max(odd)
np.min(odd); odd.max(); np.max([0.0, np.nan]); np.maximum(0.0, odd)
np.maximum(odd, 0); np.maximum(a, 0); np.minimum(a, b); np.clip(a, -1, 1); np.exp(a)
np.log(a * a); np.log(a); np.sqrt(a); np.exp(800 * v); np.log(w); np.log1p(v); v / w
w / w; 1 / w; -1 / w; w ** -1.0; (-v) ** 0.5; (1e200 * v) ** 2; odd - odd
np.sign(odd); np.tanh(a); np.sin(v); np.cos(v); np.square(v); np.sign(v); np.abs(v)
np.absolute(a); np.isnan(odd); np.isfinite(odd); np.any(a > 2); np.all(a > 2)
(a > 0).all(axis=0); (a > 0).any(1); np.where(a > 0, a, 0); np.where(a > 0, a, b)
np.where(hot, 1, -1); np.outer(rows, v); np.zeros((2, 3)); np.zeros(2); np.ones(3)
np.zeros_like(a); np.ones_like(k); np.eye(2); np.full(2, 7.0); np.arange(4)
np.arange(1, 8, 3); np.asarray(a) is a; np.array([a[0], v]); np.array([1, 2.5])
a.reshape(3, 2); a.reshape(-1); a.reshape((1, -1)); a.ravel(); a.T.ravel()
a.flatten(); a.T.copy(); k.astype(float); np.array(k, dtype=float); [x * 2 for x in v]
v.T; [list(i) for i in np.ndindex(2, 3)]; [list(i) for i in np.ndindex(a.shape)]
np.copy(v); np.array(3.0); np.array([[]]).size; (a > 0).sum(); (a > 0).mean(axis=0)
sum(v); max(v); np.pi; np.exp(1.0); np.maximum(-1.0, 0); np.sqrt(-1.0); np.log(0.0)
np.float64(2); np.max(3.0)
"""
CHANGES = {  # what is done: what is looked at
    "a[0, 1] = 9": "a", "a[rows, [0, 2]] -= 1": "a", "a[:, 0] = [7, 8]": "a",
    "a[a < 0] = 0": "a", "a -= v": "a", "a *= 2": "a", "a /= v": "a",
    "a[0] += b[1]": "a",
    "c = a; c -= 1": "a", "c = a - 0; c -= 1": "a", "c = a[0]; c[1] = 5": "a",
    "c = a.T; c[0, 1] = 5": "a", "c = a.ravel(); c[3] = 5": "a",
    "c = a.reshape(3, 2); c[2] = 0": "a", "c = a[[0]]; c[0] = 5": "a",
    "c = a.copy(); c[0] = 5": "a", "c = a[1:, ::2]; c -= 1": "a", "a.flat[4] = 6": "a",
    "c = a[:, 1]; c += 4": "a", "k[0] = 7": "k", "c = np.asarray(a); c[0] = 0": "a",
    "c = np.array(a); c[0] = 0": "a", "c = a.flatten(); c[0] = 0": "a",
    "p = np.exp(a); p /= p.sum(axis=1, keepdims=True); p[rows, rows] -= 1": "p",
}  # fmt: skip
EXPRESSIONS = [one.strip() for line in EXPRESSIONS.split("\n")
               for one in line.split(";") if one.strip()]  # fmt: skip
CASES = [("", one) for one in EXPRESSIONS] + list(CHANGES.items())
REFUSED = {  # what is not there, or would be something else: what is said
    "np.einsum('ij->i', a)": "the page's small NumPy has no np.einsum",
    "np.linalg.norm(a)": "no np.linalg", "a.cumsum()": "no array.cumsum",
    "np.random.default_rng(0)": "no np.random",
    "a + k[:2]": "the shapes (2,) and (2, 3) do not fit together",
    "a @ a": "the shapes (2, 3) and (2, 3) do not fit together in @",
    "a[2]": "index 2 is out of bounds", "a[0, 0, 0]": "too many indices",
    "a[[[0]]]": "an index is a whole number", "v[v]": "an index is a whole number",
    "1 if a > 0 else 0": "use np.where", "np.array([[1], [2, 3]])": "several lengths",
    "np.array(['a'])": "an array holds numbers, not str", "a.reshape(4)": "do not fit",
    "a.sum(axis=(0, 1))": "takes one axis", "k.__isub__(0.5)": "holds whole numbers",
    "k.__setitem__(0, 0.5)": "holds whole numbers", "a.sum(axis=2)": "out of bounds",
}  # fmt: skip


def value(library, before, expression):
    names = {"np": library}
    exec(SETUP + before, names)
    with np.errstate(all="ignore"):
        return eval(expression, names)


def plain(x):
    """Nested lists of floats."""
    x = x.tolist() if hasattr(x, "tolist") else x
    return [plain(one) for one in x] if isinstance(x, (list, tuple)) else float(x)


def assert_same(mine, theirs, what):
    assert np.shape(mine) == np.shape(theirs), what
    np.testing.assert_allclose(mine, theirs, rtol=1e-13, atol=1e-15, err_msg=what)


@pytest.mark.parametrize("before, expression", CASES)
def test_it_gives_what_numpy_gives(before, expression):
    mine, theirs = (value(one, before, expression) for one in (small_numpy, np))
    assert isinstance(mine, Array) == isinstance(theirs, np.ndarray)
    if isinstance(mine, Array):
        assert mine.shape == theirs.shape
        assert mine.dtype is {"f": float, "i": int, "b": bool}[theirs.dtype.kind]
    assert_same(plain(mine), plain(theirs), f"{before}: {expression}")


IN_PAGE = """
import json
from adamedu.questions import small_numpy
asked = json.loads(open("/asked.json").read())


def plain(x):
    x = x.tolist() if hasattr(x, "tolist") else x
    return [plain(one) for one in x] if isinstance(x, (list, tuple)) else str(float(x))


found = []
for before, expression in asked["cases"]:
    names = {"np": small_numpy}
    exec(asked["setup"] + before, names)
    found.append(plain(eval(expression, names)))
for expression in asked["refused"]:
    names = {"np": small_numpy}
    exec(asked["setup"], names)
    try:
        eval(expression, names)
        found.append("not refused")
    except Exception as error:
        found.append(str(error))
answer = json.dumps(found)
"""


def test_it_gives_the_same_in_the_page():
    asked = {"setup": SETUP, "cases": CASES, "refused": list(REFUSED)}
    found = json.loads(page.answer(IN_PAGE, {"asked.json": json.dumps(asked)}))
    for mine, (before, expression) in zip(found, CASES):
        theirs = plain(value(np, before, expression))
        assert_same(numbers(mine), theirs, f"{before}: {expression}")
    for words, said in zip(found[len(CASES) :], REFUSED.values(), strict=True):
        assert said in words


def numbers(x):
    return [numbers(one) for one in x] if isinstance(x, list) else float(x)


@pytest.mark.parametrize("expression", REFUSED)
def test_what_it_lacks_is_said(expression):
    with pytest.raises(Exception, match=re.escape(REFUSED[expression])):
        value(small_numpy, "", expression)
