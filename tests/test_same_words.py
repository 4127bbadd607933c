"""Answers that Pythons take differently: the page says what the notebook says."""

import re

import pytest

from adamedu.questions.judge import KEPT
from tests.machines import page
from tests.test_edits import here, told_apart

SETTINGS = "lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8"
HEAD = f"def answer(theta, g, m=0, v=0, t=0, *, {SETTINGS}):\n"
MEANS = "    m = beta1*m + (1 - beta1)*g; v = beta2*v + (1 - beta2)*g**2\n"
END = """\
    mean, root = m / (1 - beta1**t), (v / (1 - beta2**t))**0.5
    return theta - lr * mean / (root + eps), m, v, t
"""
ADAM = f"    t = t + 1\n{MEANS}{END}"
COUNTED = MEANS + END  # with a t of its own
ONE = "Default settings, gradient 2 at each step: theta is not a finite number in step"
NO_M_HAT = "Default beta: m_hat is not a finite number."
OWN = "A function of yours is needed, got one of Python's own."
NONE = "Default settings, gradient 2 at each step: theta, m, v and t are not finite num"


def body(*lines, of=ADAM):
    return HEAD + "".join(f"    {line}\n" for line in lines) + of


INSIDE = body("nonlocal k; k += 1; t = k", of=COUNTED).replace("\n", "\n    ")
ANSWERS = {  # how: (task, text, how the words begin)
    "a power too large": ("adam", body("x = 10.0**400"), NONE),
    "its quotient": ("adam", body("lr = lr / 2.0**-5000**1"), NONE),
    "a square too large": ("adam", body("x = 1e200", "x **= 2"), NONE),
    "math.pow": ("adam", body("x = math.pow(10.0, 400)"), NONE),
    "an error of its own": (
        "adam",
        body("try: lr = 10.0**400", "except OverflowError: pass"),
        "Right.",
    ),
    "pow, too large": ("adam", body("x = pow(10.0, 400)"), NONE),
    "a power of a number": ("sgd", "def answer(theta, g, *, lr=1e-3):\n"
                            "    return (theta - lr * -(-g)**1**3,)\n", "Right."),
    "an attribute": ("adam", body("answer.t += 1; t = answer.t", of=COUNTED)
                     + "answer.t = 0\n", KEPT),
    "attributes": ("adam", body("answer.m, answer.k = m + answer.k, answer.k + 1",
                                "m = answer.m")
                   + "answer.m = answer.k = 0\n", KEPT),
    "an attribute asked for": ("adam", body(
        "if not hasattr(answer, 't'): answer.t = 0",
        "setattr(answer, 't', answer.t + 1); t = answer.t", of=COUNTED), KEPT),
    "an attribute that is missing": (
        "adam", body("answer.t += 1"), "It stops with an error."),
    "a harmless attribute": ("adam", body("answer.calls *= 2") + "answer.calls = 1\n",
                             "Right."),
    "its name": ("adam", body("assert answer.__name__ == 'answer'"), "Right."),
    "a global name": ("adam", "k = 0\n" + body("global k; k += 1; t = k", of=COUNTED),
                      KEPT),
    "a dictionary": ("adam", "G = {'t': 0}\n" + body("G['t'] += 1; t = G['t']",
                                                     of=COUNTED), KEPT),
    "an object": ("adam", "class Own:\n    t = 0\nown = Own()\n"
                  + body("own.t += 1; t = own.t", of=COUNTED), KEPT),
    "a closure": ("adam", f"def made():\n    k = 0\n    {INSIDE}return answer\n"
                  "answer = made()\n", KEPT),
    "a default": ("adam", body("h[0] += 1; t = h[0]", of=COUNTED).replace(
        "t=0,", "t=0, h=[0],"), KEPT),
    "a mean that is kept": ("ema", "kept = [0]\ndef answer(m, x, *, beta=0.9):\n"
                            "    kept[0] = beta * kept[0] + (1 - beta) * x\n"
                            "    return kept[0]\n", KEPT),
    "a set": ("adam", body("x = {g}"), "Right."),
    "a set that is handed back": ("adam", body("return {g, m}, m, v, t"),
                                  "It stops with an error."),
    **{f"{name} for {task}": (task, f"answer = {name}\n", OWN)
       for name in ("max", "abs", "isinstance", "print", "math.sqrt", "divmod", "len")
       for task in ("adam", "sgd", "ema", "cosine", "backprop")},
    **{f"no number in theta: {wrong}": (
        "adam", body("m_hat = m", of=ADAM.replace(right, wrong)), ONE)
       for right, wrong in (("(1 - beta2**t)", "(beta2**t - 1)"),
                            ("(v / (1", "(-v / (1"))},
    "a root of less than 0": ("bias_correction", "def answer(m, t, *, beta=0.9):\n"
                              "    return m / (beta**t - 1) ** 0.5\n", NO_M_HAT),
    "a list": ("ema", "def answer(m, x, *, beta=0.9):\n"
               "    return [beta * m + (1 - beta) * x]\n",
               "It returns a list; it must return m itself"),
    "a truth value": ("cosine", "def answer(t, *, lr=1e-3, steps=100, warmup=0,"
                      " lr_end=0.0):\n    return t > 1\n",
                      "It returns True or False; it must return"),
    "a truth value for m": ("ema", "def answer(m, x, *, beta=0.9):\n"
                            "    return m > x\n", "m holds integers"),
    "a call of itself": ("sgd", "def answer(theta, g, *, lr=1e-3):\n"
                         "    return answer(theta, g, lr=lr)\n",
                         "It calls itself without end."),
    "a class": ("adam", "answer = float\n", "A function is needed, got a class."),
    **{f"a number: {text}": ("flip", f"def answer():\n    return {text}\n", words)
       for text, words in {
           "10**400": "Your number is not finite.",
           "1e400": "Your number is not finite.",
           "print": "A number is needed; this is a function.",
           "lambda: 3": "A number is needed; this is a function.",
           "int": "A number is needed; this is a class.",
           "...": "A number is needed; this is none.",
           "iter([])": "A number is needed; this is none.",
           "'3'": "A number is needed; this is a text.",
           "True": "A number is needed; this is a truth value.",
           "[3]": "A number is needed; this is a list.",
       }.items()},
}  # fmt: skip


@pytest.fixture(scope="module")
def there():
    """What the page finds."""
    return dict(zip(ANSWERS, page.findings([one[:2] for one in ANSWERS.values()])))


@pytest.mark.parametrize("how", ANSWERS)
def test_the_page_says_what_the_notebook_says(there, how):
    task, text, begin = ANSWERS[how]
    finding = here(task, text)
    assert finding.words.startswith(begin)
    assert not told_apart(finding, list(there[how]))
    if begin == KEPT:
        first, then = re.findall(r"(\S+) (?:at first|when asked)", finding.number)
        assert float(first) != float(then)
