"""Adams that people asked about in public threads: what is said of each, everywhere."""

import pytest

from adamedu.questions.checks import diagnose
from course.tasks.adam import HEAD
from tests.answers import made
from tests.course.test_tasks import earned
from tests.machines import page

M = "m = beta1 * m + (1 - beta1) * g"
MEANS = f"t = t + 1; {M}; v = beta2 * v + (1 - beta2) * g**2"
HATS = "a = m / (1 - beta1**t); b = v / (1 - beta2**t)"
END = "return theta - lr * a / (b**0.5 + eps), m, v, t"
OBJECT = END.replace("return ", "return np.array([") + "], dtype=object)"
KEEPS = """
class Keeps:
    def __init__(self):
        self.m = self.v = 0; self.t = 0
    def __call__(self, theta, g, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999,
                 eps=1e-8):
        self.t += 1
        self.m = m = beta1 * self.m + (1 - beta1) * g
        self.v = v = beta2 * self.v + (1 - beta2) * g**2
        a, b = m / (1 - beta1**self.t), v / (1 - beta2**self.t)
        return theta - lr * a / (b**0.5 + eps), m, v, self.t
answer = Keeps()
"""
KEPT = f"""G = {{"m": 0, "v": 0, "t": 0}}
{HEAD.strip()}
    G["t"] += 1; t = G["t"]
    G["m"] = m = beta1 * G["m"] + (1 - beta1) * g
    G["v"] = v = beta2 * G["v"] + (1 - beta2) * g**2
    {HATS}
    {END}
"""
ANSWERS = {  # thread: its lines, what is found ("" for right)
    "a question on Stack Overflow, holocron 1":
        ([MEANS, HATS.replace("a =", "m =").replace("b =", "v ="),
          "a, b = m, v", END], "stored_hats"),
    "ML-From-Scratch 35": ([MEANS, HATS.replace("**t", ""), END], "no_power"),
    "convnetjs 107": ([MEANS, HATS.replace("/", "*"), END], "multiplied"),
    "mlx-rs 301": ([MEANS, "a, b = m, v", END], "no_correction"),
    "tensorflow 61411": ([MEANS, HATS, END.replace("+ eps", "- eps")], "minus_eps"),
    "uvadlc 35": ([MEANS, HATS, "b = v", END], "only_m"),
    "pennylane 1929":
        (["t += 1", "m = (beta1 * m + (1 - beta1) * g) / (1 - beta1)",
          "v = (beta2 * v + (1 - beta2) * g**2) / (1 - beta2)",
          "rate = lr * (1 - beta2)**0.5 / (1 - beta1)",
          "return theta - rate * m / (v**0.5 + eps), m, v, t"], "unknown"),
    "nanochat 304, tensorflow 9047":
        ([MEANS, "rate = lr * (1 - beta2**t)**0.5 / (1 - beta1**t)",
          "return theta - rate * m / (v**0.5 + eps), m, v, t"], "eps_hat"),
    "Flux.jl 119": ([MEANS, HATS.replace("1**t)", "1**t)**0.5"), END], "root_on_m"),
    "d2l-zh 502":
        ([MEANS, HATS, END.replace("(b**0.5 + eps)", "(b + eps)**0.5")], "eps_inside"),
    "a class that holds its state": (KEEPS, "state kept"),
    "globals that hold the state": (KEPT, "state kept"),
    "^ for **": ([MEANS.replace("g**2", "g^2"), HATS, END], "bad answer"),
    "in place":
        (["t += 1; m *= beta1; m += (1 - beta1) * g; v *= beta2",
          "v += (1 - beta2) * g**2", HATS, "theta -= lr * a / (b**0.5 + eps)",
          "return theta, m, v, t"], ""),
    "the theorem's rate": ([MEANS, HATS, "lr = lr / t**0.5", END], "rate_root_t"),
    "the first version's beta1, which fades by 1e-8":
        ([MEANS.replace(M, "k = beta1 * (1 - 1e-8)**(t - 1); m = k * m + (1 - k) * g"),
          HATS, END], ""),
    "the larger one of root and eps":
        ([MEANS, HATS, END.replace("(b**0.5 + eps)", "larger(b**0.5, eps)")],
         "eps_max"),
    "np.dot(g, g)": ([MEANS.replace("g**2", "np.dot(g, g)"), HATS, END], "v_dot"),
    "an array of objects": ([MEANS, HATS, OBJECT], "bad answer"),
    "a list": ([MEANS, HATS, END.replace("return ", "return [") + "]"], ""),
    "a dictionary": ([MEANS, HATS, END.split(",")[0].replace("return ", "theta = "),
                      "return {'theta': theta, 'm': m, 'v': v, 't': t}"],
                     "bad answer"),
    "no step where a gradient is 0":
        ([MEANS, HATS, "if not g.all(): return theta, m, v, t", END], "unknown"),
    "math.sqrt":
        ([MEANS, HATS, END.replace("b**0.5", "math.sqrt(b)")], ""),
    "defaults of None":
        (f"{HEAD.replace('m=0, v=0', 'm=None, v=None')}    if m is None: m = v = 0 * g"
         f"\n    {MEANS}\n    {HATS}\n    {END}\n", ""),
    "averages that begin anew in each step":
        (["m = np.zeros(len(theta)); v = np.zeros(len(theta))", MEANS, HATS, END],
         "m_forgets + v_forgets"),
    "a correction from the second step on":
        ([MEANS.replace("t = t + 1; ", ""),
          "a = m / ((1 - beta1**t) if t > 0 else 1)",
          "b = v / ((1 - beta2**t) if t > 0 else 1)", END.replace(", t", ", t + 1")],
         "t_guarded"),
    "v of m": ([MEANS.replace("g**2", "m**2"), HATS, END], "v_of_m"),
}  # fmt: skip
SAID = {  # where the name is that of many
    "^ for **": "`^` is no power in Python: write `**`.",
    "an array of objects": "It returns one value; it must return 4 values, in this "
    "order: theta, m, v, t.",
    "a dictionary": "It returns a dictionary; it must return 4 values, in this order: "
    "theta, m, v, t.",
    "the first version's beta1, which fades by 1e-8": "Right, to single precision.",
}


def text(lines):
    if isinstance(lines, str):
        return lines
    return HEAD + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize("thread", ANSWERS)
def test_what_check_and_the_grader_say(thread):
    lines, mistake = ANSWERS[thread]
    finding = diagnose("adam", made(text(lines)))
    assert (finding.right, finding.mistake) == (mistake == "", mistake)
    assert finding.words.startswith(SAID.get(thread, ""))
    mark = earned("adam", made(text(lines)))
    assert mark.points == (2 if mistake == "" else 0)
    assert finding.right or finding.words in mark.words


def test_what_the_page_says():
    plain = [one for one, (lines, _) in ANSWERS.items() if "np." not in text(lines)]
    found = page.findings([("adam", text(ANSWERS[one][0])) for one in plain])
    assert len(plain) == len(ANSWERS) - 3
    for thread, (right, mistake, words, *_) in zip(plain, found, strict=True):
        assert (right, mistake) == (ANSWERS[thread][1] == "", ANSWERS[thread][1])
        assert words.startswith(SAID.get(thread, ""))
