"""An answer that is right and changes its arrays in place is right everywhere.

What it gives is what the task asks for. That the caller's arrays do not stay as they
were is noted where there are arrays: in the notebook, and by the grader.
"""

import pytest

from adamedu.questions.checks import diagnose
from course.grade.marking import Asked, examine, seed
from course.tasks import TASKS
from tests.answers import Here, made
from tests.machines import page

ADAM = "(theta, g, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8"
MOVED = """
    t += 1
    m *= beta1; m += (1 - beta1) * g
    v *= beta2; v += (1 - beta2) * g**2
    theta -= lr * m / (1 - beta1**t) / ((v / (1 - beta2**t)) ** 0.5 + eps)
    return theta, m, v, t"""
RULES = [  # task, what of it is changed, the right answer
    ("sgd", "theta", """(theta, g, *, lr=1e-3):
    theta -= lr * g
    return (theta,)"""),
    ("sgd", "g", """(theta, g, *, lr=1e-3):
    g *= lr
    return (theta - g,)"""),
    ("momentum", "m", """(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m *= beta1
    m = m + g
    return theta - lr * m, m"""),
    ("momentum_bug", "theta m", """(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m /= 1 / beta1; m += g
    theta -= lr * m
    return theta, m"""),
    ("nesterov", "theta m", """(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m *= beta1; m += g
    theta -= lr * (g + beta1 * m)
    return theta, m"""),
    ("ema", "first", """(m, x, *, beta=0.9):
    m *= beta
    return m + (1 - beta) * x"""),
    ("bias_correction", "first", """(m, t, *, beta=0.9):
    m /= 1 - beta**t
    return m"""),
    ("adagrad", "theta v", """(theta, g, v=0, *, lr=1e-2, eps=1e-10):
    v += g**2
    theta -= lr * g / (v**0.5 + eps)
    return theta, v"""),
    ("rmsprop", "theta v", """(theta, g, v=0, *, lr=1e-2, beta2=0.99, eps=1e-8):
    v *= beta2; v += (1 - beta2) * g**2
    theta -= lr * g / (v**0.5 + eps)
    return theta, v"""),
    ("adam", "theta m v", ADAM + "):" + MOVED),
    ("adam_bugs", "theta m v", ADAM + "):" + MOVED),
    ("adamw", "theta m v",
     ADAM + ", weight_decay=1e-2):\n    theta *= 1 - lr * weight_decay" + MOVED),
    ("amsgrad", "theta m v", ADAM.replace("t=0", "v_max=0") + """):
    m *= beta1; m += (1 - beta1) * g
    v *= beta2; v += (1 - beta2) * g**2
    v_max = larger(v_max, v)
    theta -= lr * m / (v_max**0.5 + eps)
    return theta, m, v, v_max"""),
]  # fmt: skip
AFTER = {  # on arrays: the right answer, and then this
    "backprop": ("second", "x *= 2"), "gradient_check": ("third", "x -= 1"),
    "train_loop": ("fifth", "y += 1"), "paired_interval": ("first", "a *= 2"),
}  # fmt: skip


def on_arrays():
    for name, (which, line) in AFTER.items():
        task = TASKS[name]
        how = "part by part" if name == "train_loop" else "NumPy"
        text = task.honest.get(how) or task.honest["book"]
        before, back, value = text.strip().rpartition("    return ")
        yield name, which, f"{before}    found = {value}\n    {line}\n{back}found"


ANSWERS = [(name, which, f"def answer{text}\n") for name, which, text in RULES]
ANSWERS += on_arrays()


@pytest.fixture(scope="module")
def in_page():
    return page.findings([(task, text) for task, _, text in ANSWERS])


@pytest.mark.parametrize("k", range(len(ANSWERS)))
def test_it_is_right(in_page, k):
    name, which, text = ANSWERS[k]
    finding = diagnose(name, made(text))
    mark = examine(TASKS[name], Asked(Here(made(text)), "answer"), seed(name), 6.0)
    assert finding.right and in_page[k][0] and mark.points == 6.0
    assert in_page[k][2] == finding.words == "Right."
    notes = [one for one in finding.notes if one.startswith("It changes its ")]
    assert len(notes) == len(which.split()), finding.notes
    assert all(f" {one} " in note for one, note in zip(which.split(), notes))
    assert in_page[k][5] == finding.notes
    assert any(note.startswith("changes its argument") for note in mark.notes)


ALIASES = [  # task, whether it is right, an answer in which two names hold one array
    ("sgd", True, """(theta, g, *, lr=1e-3):
    before = theta
    theta -= lr * g
    return (before,)"""),
    ("sgd", False, """(theta, g, *, lr=1e-3):
    step = g
    step *= lr
    return (theta - lr * g,)"""),
    ("momentum", True, """(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    kept = m
    m *= beta1
    return theta - lr * (kept + g), kept + g"""),
    ("momentum", False, """(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    before = m
    m *= beta1
    return theta - lr * (beta1 * before + g), beta1 * before + g"""),
    ("rmsprop", False, """(theta, g, v=0, *, lr=1e-2, beta2=0.99, eps=1e-8):
    square = g
    square **= 2
    v = beta2 * v + (1 - beta2) * square
    return theta - lr * g / (v**0.5 + eps), v"""),
    ("ema", True, """(m, x, *, beta=0.9):
    step = +x
    step -= m
    step *= 1 - beta
    return m + step"""),
]  # fmt: skip


def test_two_names_of_one_array_are_one_everywhere():
    answers = [(task, f"def answer{text}\n") for task, _, text in ALIASES]
    for k, (said, (task, text)) in enumerate(zip(page.findings(answers), answers)):
        finding, right = diagnose(task, made(text)), ALIASES[k][1]
        assert said[0] == finding.right == right, text
        assert said[1:3] == [finding.mistake, finding.words]
        mark = examine(TASKS[task], Asked(Here(made(text)), "answer"), seed(task), 6.0)
        assert (mark.points == 6.0) == right


def test_a_mistake_in_it_is_named():
    text = ADAM + "):" + MOVED.replace("theta -=", "theta +=")
    finding = diagnose("adam", made(f"def answer{text}\n"))
    assert finding.mistake == "uphill" and len(finding.notes) == 3
