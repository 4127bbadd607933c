"""Odd answers: other settings, loops over theta, what is not there. The page says what
the notebook says."""

import pytest

from tests.machines import page
from tests.test_edits import here, told_apart

HEADS = {
    "sgd": "theta, g, *, lr=1e-3", "momentum": "theta, g, m=0, *, lr=1e-3, beta1=0.9",
    "ema": "m, x, *, beta=0.9", "cosine": "t, *, lr, steps, warmup=0, lr_end=0.0",
    "adam": "theta, g, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8",
    "bias_correction": "m, t, *, beta=0.9",
}  # fmt: skip
ADAM = """t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    h, k = m / (1 - beta1**t), v / (1 - beta2**t)
    return theta - lr * h / (k**0.5 + eps), m, v, t"""
SETTING = "A function gets the setting {}, which it does not take. If it is yours"
RENAMED = [  # task, arguments, what is said
    ("sgd", "theta, g, *, eta=1e-3", SETTING.format("lr")),
    ("sgd", "theta, g, eta=1e-3", SETTING.format("lr")),
    ("sgd", "theta, g", SETTING.format("lr")),
    ("sgd", "theta", "A function gets more or fewer arguments than it takes."),
    ("momentum", "theta, g, m=0, *, lr=1e-3, b1=0.9", SETTING.format("beta1")),
    ("momentum", "theta, g, m=0, *, eta=1e-3, beta=0.9", SETTING.format("beta1")),
    ("adam", HEADS["adam"].replace("beta", "b"), SETTING.format("beta1")),
    ("adam", HEADS["adam"].replace("lr", "alpha"), SETTING.format("lr")),
    ("adam", HEADS["adam"].replace("eps", "epsilon"), SETTING.format("eps")),
    ("adam", "theta, g, m=0, v=0, t=0, *, b=0.9", SETTING.format("beta1")),
    ("adam", "theta, g, m=0, v=0, t=0", SETTING.format("beta1")),
    ("adamw", HEADS["adam"] + ", wd=0.01", SETTING.format("weight_decay")),
    ("ema", "m, x, *, b=0.9", SETTING.format("beta")),
    ("cosine", "t, *, lr, T, warmup=0, lr_end=0.0", SETTING.format("steps")),
    ("cosine", "t, lr, total", SETTING.format("steps")),
    ("tail_average", "mean, theta, t, *, begin=0", SETTING.format("start")),
    ("paired_interval", "a, b, *, q=2", SETTING.format("t")),
    ("gradient_check", "gradient, theta, x, y, eps=1e-5", SETTING.format("h")),
    ("train_loop", "rule, gradient, theta, x, y, n=100", SETTING.format("lr")),
]
NOTHING = "It returns nothing: is the return missing?"
SHAPE = "theta is a single number; it must have the shape (1,)."
BODIES = [  # task, lines, what is said
    ("sgd", "for th in theta:\n        th = th - lr * g", NOTHING),
    ("sgd", "for i in range(len(theta)):\n        theta[i] -= lr * g[i]", NOTHING),
    ("sgd", "new = [a - lr * b for a, b in zip(theta, g)]", NOTHING),
    ("sgd", "x = min(theta)\n    theta = x - lr * g", NOTHING),
    ("sgd", "if theta:\n        return (theta - lr * g,)", NOTHING),
    ("sgd", "for a, b in zip(theta, g):\n        return (a - lr * b,)", SHAPE),
    ("sgd", "x = theta[0]\n    return (x - lr * g[0],)", SHAPE),
    ("sgd", "theta, = theta - lr * g\n    return (theta,)", SHAPE),
    ("sgd", "return (theta @ g,)", SHAPE),
    ("sgd", "return (True,)", SHAPE),
    ("sgd", "return (theta > g,)", "theta holds integers; it must hold floats."),
    ("sgd", "for th in theta:\n        th -= lr * g\n    return (theta,)", "It hands"),
    ("sgd", "return ([a - lr * b for a, b in zip(theta, g)],)", "Right."),
    ("sgd", "for k, d in enumerate(g):\n        theta[k] -= lr * d\n"
     "    return (theta,)", "Right."),
    ("sgd", "x = sum(theta)\n    return (theta - lr * g,)", "Right."),
    ("sgd", "if g == 0:\n        return (theta,)\n    return (theta - lr * g,)",
     "Right."),
    ("sgd", "a, b = theta\n    return (theta - lr * g,)", "It stops with an error."),
    ("sgd", "return (theta - lr * (not g),)", ""),
    ("sgd", "return (theta - lr * g.T,)", "Right."),
    ("sgd", "return (theta or g,)", ""),
    ("sgd", "return ()", "It returns 0 values; it must return a tuple"),
    ("sgd", "return ('',)", "theta must hold numbers, not a text."),
    ("sgd", "return (lambda: theta,)", "theta must hold numbers."),
    ("sgd", "del g\n    return (theta,)", "It hands back what it gets"),
    ("sgd", "raise ValueError('no')", "It stops with an error."),
    ("momentum", "m = beta1 * m + g\n    return (theta - lr * m, m), m", ""),
    ("momentum", "for k in range(len(m)):\n        m[k] = beta1 * m[k] + g[k]\n"
     "    return theta - lr * m, m", "Right."),
    ("momentum", "if m is None:\n        m = 0\n    m = beta1 * m + g\n"
     "    return theta - lr * m, m", "Right."),
    ("adam", ADAM + " > 0", "t stays at 1 from step to step."),
    ("adam", ADAM + " + 0.5", ""),
    ("adam", ADAM.replace("v, t", "v, str(t)"), "t must hold numbers"),
    ("adam", ADAM.replace("beta1**t", "beta1^t"), "`^` is no power in Python"),
    ("adam", "for th in theta:\n        t = t + 1\n    " + ADAM, ""),
    ("ema", "return beta * m + (1 - beta) * x,", "It returns a tuple; it must"),
    ("ema", "for a in m:\n        pass\n    return beta * m + (1 - beta) * x", ""),
    ("ema", "return sum([beta * m, (1 - beta) * x])", "Right."),
    ("ema", "m[0] = 1\n    return m", ""),
    ("cosine", "for s in steps:\n        pass\n    return lr", ""),
    ("cosine", "return lr * (1 + math.cos(math.pi * t / 0)) / 2", ""),
    ("cosine", "return (-lr)**0.5", ""),
    ("bias_correction", "return m / (1 - math.pow(beta, t))", "Right."),
    ("bias_correction", "for x in m:\n        return x", ""),
]  # fmt: skip
BACK = {"sgd": "(theta,)", "momentum": "theta, m", "adam": "theta, m, v, t",
        "adamw": "theta, m, v, t"}  # fmt: skip
ASKED = [(task, f"def answer({head}):\n    return {BACK.get(task, '0')}\n", said)
         for task, head, said in RENAMED]  # fmt: skip
ASKED += [(task, f"def answer({HEADS[task]}):\n    {body}\n", said)
          for task, body, said in BODIES]  # fmt: skip


@pytest.fixture(scope="module")
def there():
    return page.findings([one[:2] for one in ASKED])


@pytest.mark.parametrize("k", range(len(ASKED)))
def test_the_page_says_what_the_notebook_says(there, k):
    task, text, words = ASKED[k]
    finding = here(task, text)
    assert finding.words.startswith(words)
    assert not told_apart(finding, list(there[k])), there[k]
