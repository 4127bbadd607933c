"""Right submissions that look odd: each earns its points."""

from course.grade.intake import mark
from tests.course.toy_set import ADAM, answers

HEAD = (
    "def my_adam(theta, g, m=0, v=0, t=0, *, lr, beta1=0.9, beta2=0.999, eps=1e-8):\n"
)


HEAD = HEAD.replace("lr,", "lr=1e-3,")


def body(*lines):
    return HEAD + "".join(f"    {line}\n" for line in lines)


def changed(change, **more):
    notebook = answers(**more)
    change(notebook)
    return notebook


def by_id(notebook, name):
    return next(c for c in notebook.cells if mark(c, "grade_id") == name)


HONEST = {
    "as in the book": ADAM,
    "numpy": body(
        "t = t + 1",
        "m = np.multiply(beta1, m) + (1 - beta1) * g",
        "v = beta2 * v + (1 - beta2) * np.square(g)",
        "step = (m / (1 - np.power(beta1, t))) / (np.sqrt(v / (1 - beta2**t)) + eps)",
        "return np.subtract(theta, lr * step), m, v, t",
    ),
    "loops and lists": "import math\n" + body(
        "t += 1",
        "theta, m, v = list(theta), list(m), list(v)",
        "for i in range(len(theta)):",
        "    m[i] = beta1 * m[i] + (1 - beta1) * g[i]",
        "    v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i]",
        "    root = math.sqrt(v[i] / (1 - beta2**t))",
        "    theta[i] -= lr * m[i] / (1 - beta1**t) / (root + eps)",
        "return theta, m, v, t",
    ),
    "one rate for both corrections": body(
        "t = t + 1",
        "m = m + (1 - beta1) * (g - m)",
        "v = v + (1 - beta2) * (g * g - v)",
        "root = (1 - beta2**t) ** 0.5",
        "rate = lr * root / (1 - beta1**t)",
        "return [theta - rate * m / (v**0.5 + eps * root), m, v, t]",
    ),
    "float32": body(
        "theta, g = np.float32(theta), np.float32(g)",
        "m, v, t = np.float32(m), np.float32(v), t + 1",
        "m = np.float32(beta1) * m + np.float32(1 - beta1) * g",
        "v = np.float32(beta2) * v + np.float32(1 - beta2) * g**2",
        "h = np.sqrt(v / np.float32(1 - beta2**t)) + np.float32(eps)",
        "return theta - np.float32(lr / (1 - beta1**t)) * m / h, m, v, t",
    ),
    "in place": body(
        "t += 1",
        "m *= beta1; m += (1 - beta1) * g",
        "v *= beta2; v += (1 - beta2) * g**2",
        "theta -= lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)",
        "return theta, m, v, t",
    ),
    "chatty": ADAM.replace("    t = t + 1", "    t = t + 1; print(theta, m, v)"),
    "warns": ADAM.replace(
        "    t = t + 1", "    t = t + 1; np.float64(1) / np.zeros(1); np.sqrt(-1)"
    ),
    "magic": "%matplotlib inline\n!pip install torch\n" + ADAM,
    "plots": "import matplotlib.pyplot as plt\nplt.plot([1], [2])\n" + ADAM,
    "imports the book": "from adamedu.rules import adam, sgd\n" + ADAM,
    "a helper above": "half = lambda x: x**0.5\n"
    + ADAM.replace("v_hat**0.5", "half(v_hat)"),
}  # fmt: skip
