"""Notebook and page say the same of an answer, in the same words."""

import pytest

from adamedu.questions.checks import diagnose
from adamedu.questions.tables import signatures
from course.tasks import TASKS
from course.tasks.adam import HEAD
from tests.answers import made
from tests.machines import page
from tests.test_check import ADAM

T_LAST = ADAM.replace("    t = t + 1\n", "").replace("m, v, t\n", "m, v, t + 1\n")


RATE_LAST = T_LAST.replace("lr * m_hat", "lr / (1 - beta1**t) * m")


COUNTED = """
kept = {"m": 0, "v": 0, "t": 0}
def answer(theta, g, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    kept["t"] += 1
    m = kept["m"] = beta1 * kept["m"] + (1 - beta1) * g
    v = kept["v"] = beta2 * kept["v"] + (1 - beta2) * g**2
    t = kept["t"]
    return theta - lr * m / (1 - beta1**t) / ((v / (1 - beta2**t))**0.5 + eps), m, v, t
"""


IN_CLASS = """
class Adam:
    def __init__(self):
        self.t = 0
    def __call__(self, theta, g, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999,
                 eps=1e-8):
        self.t = self.t + 1
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**self.t), v / (1 - beta2**self.t)
        return theta - lr * m_hat / (v_hat**0.5 + eps), m, v, t + 1
answer = Adam()
"""


HEADS = {
    "sgd": "def answer(theta, g, *, lr=1e-3):\n",
    "momentum": "def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):\n",
    "ema": "def answer(m, x, *, beta=0.9):\n",
    "cosine": "def answer(t, *, lr, steps, warmup=0, lr_end=0.0):\n",
    "adam": HEAD.lstrip(),
}


EVERYWHERE = [  # task, answer, what the notebook and the page say of it
    ("adam", COUNTED, "The same arguments gave two different results"),
    ("adam", IN_CLASS, "The same arguments gave two different results"),
    ("adam", T_LAST, "The correction uses t before it is raised"),
    ("adam", RATE_LAST, "The correction uses t before it is raised"),
    ("adam", ADAM.replace("+ eps), m", "+ eps) + 0 * (1 / (1.5 - g)), m"),
     "theta is not a finite number in step 1"),
    ("sgd", "    return theta - lr * g", "a tuple with theta in it: `return (theta,)`"),
    ("sgd", "    return [theta - lr * g]", "Right."),
    ("sgd", "    return (theta - lr * g, g)", "It returns 2 values; it must return a"),
    ("momentum", "    return {'theta': theta, 'm': m}", "It returns a dictionary"),
    ("momentum", "    return theta, 'm'", "m must hold numbers, not a text."),
    ("momentum", "    return theta, None", "m is None"),
    ("momentum", "    m = beta1 * m + g", "It returns nothing"),
    ("ema", "    return beta * m + (1 - beta) * x", "Right."),
    ("ema", "    return (m,)", "It returns a tuple; it must return m itself"),
    ("adam", "    return theta, m, v, t ^ 2.0", "`^` is no power in Python"),
    ("adam", "    v = 1 / w\n    w = 1\n    return theta, m, v, t", "no value yet"),
    ("adam", "    return theta, m, v, nt", "the name nt, which is not defined"),
    ("cosine", "    rate, pi, cos = lr, math.pi, math.cos\n    return rate",
     "nothing seems to be written yet"),
    ("sgd", "    return (theta - lr * round(g),)", "This is like no mistake"),
    ("sgd", "    return (theta - lr * float(str(g)),)", "Right."),
    ("sgd", "    return (theta - lr * complex(g),)", "Right."),
    ("sgd", "    return (theta - lr * 1j * g,)", "theta is not a finite number"),
    ("sgd", "    return (theta - lr * g.clip(-1, 1),)", "it is 1 lr; right is 2 lr"),
    ("sgd", "    return (theta - lr * ~g,)", "It stops with an error."),
    ("sgd", "    return (theta - math.exp(1000) * g,)", "not a finite number"),
    ("sgd", "    return (theta > lr * g,)", "theta holds integers; it must"),
    ("sgd", "    return ([theta - lr * g],)", "theta has the shape (1, 1); it"),
    ("sgd", "    new = theta.copy()\n    new -= lr * g\n    return (new,)", "Right."),
    ("sgd", "    moves = [lr * x for x in g]\n    n = len(moves), g.shape, g[-1]\n"
     "    return (theta - lr * g,)", "Right."),
    ("momentum", "    m = beta1 * m + g\n    return theta - lr * m, [m, m]",
     "m has the shape (2, 1); it must have the shape (1,)."),
    ("momentum", "    m = beta1 * m + g\n    return theta - lr * m, m + 0j", "Right."),
    ("adam", ADAM.replace("m, v, t\n", "m, v, (t,)\n"), "Right."),
    ("adam", ADAM.replace("m, v, t\n", "m, v, [t, t]\n"), "t must be one number, the"),
    ("ema", "    return 'x'", "m must hold numbers."),
    ("ema", "    yield m", "m must hold numbers."),
    ("ema", "    return complex(beta * m + (1 - beta) * x)", "Right."),
    ("sgd", "class answer:\n    def __init__(self, *args, **settings): pass\n",
     "A function is needed, got a class."),
    ("sgd", "answer = [1]\n", "A function is needed, got list."),
    ("adamw", ADAM.replace("return theta", "return (1 - lr * lr) * theta"),
     "with gradients of 0 and a decay of 0.3 step 1 is"),
]  # fmt: skip


@pytest.fixture(scope="module")
def in_page():
    return page.findings([(task, text_of(task, text)) for task, text, _ in EVERYWHERE])


def text_of(task, text):
    text = text if "answer" in text else HEADS[task] + text + "\n"
    return text.replace("eps=1e-8", "eps=1e-8, weight_decay=0.01") if (
        task == "adamw") else text  # fmt: skip


@pytest.mark.parametrize("k", range(len(EVERYWHERE)))
def test_the_page_says_what_the_notebook_says(in_page, k):
    task, text, words = EVERYWHERE[k]
    here = diagnose(task, made(text_of(task, text)))
    right, mistake, said, number, where, notes = in_page[k]
    assert (right, mistake, said, where, notes) == (
        here.right, here.mistake, here.words, here.where, here.notes,
    )  # fmt: skip
    assert number == here.number or mistake in ("bad answer", "state kept")
    assert words in said


@pytest.mark.parametrize("how, words", [
    ("np.sqrt(g * g)", "There is no NumPy here: write `v**0.5` for a root."),
    ("np.abs(g)", "There is no NumPy here"),
    ("sqrt(g)", "It uses the name sqrt, which is not defined."),
])  # fmt: skip
def test_there_is_no_numpy_in_the_page(how, words):
    text = f"def answer(theta, g, *, lr=1e-3):\n    return (theta - lr * {how},)\n"
    [(right, mistake, said, _, _, _)] = page.findings([("sgd", text)])
    assert not right and mistake == "bad answer" and words in said


def test_in_the_page():
    """MicroPython says word for word what CPython says of the same answers."""
    sources = [
        ("adam", ADAM), ("adam", ADAM.replace("(1 - beta1**t)", "1")),
        ("adam", ADAM.replace("v_hat**0.5 + eps", "(v_hat + eps) ** 0.5")),
        ("adam", ADAM.replace("theta - lr", "theta + 0.7 * lr")),
        ("adam", ADAM.replace("+ eps", "")),
        ("sgd", TASKS["sgd"].honest["plain and other names"]),
        ("momentum", TASKS["momentum"].honest["plain"].replace("beta1 * m", "m")),
        ("adam_first_step", "def answer():\n    return 0.1 / 0.001**0.5\n"),
        ("adam_first_step", "def answer():\n    return 0.1\n"),
    ]  # fmt: skip
    for said, (task, source) in zip(page.findings(sources), sources, strict=True):
        answer = made(source)
        asks = signatures(task)["kind"] == "value"
        here = diagnose(task, answer() if asks else answer)
        assert said == [here.right, here.mistake, here.words, here.number, here.where,
                        here.notes]  # fmt: skip
