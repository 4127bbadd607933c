"""check(): honest answers pass, mistakes are told in words, bad answers too."""

import re
import threading

import numpy as np
import pytest

from adamedu.figures import draw
from adamedu.questions import check, progress
from adamedu.questions.checks import diagnose, picture
from course.tasks import TASKS
from course.tasks.adam import HEAD
from tests.answers import made

CASES = [(task, how) for task in TASKS for how in TASKS[task].honest]
ADAM = TASKS["adam"].honest["plain"]


@pytest.fixture(autouse=True)
def own_data(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


@pytest.mark.parametrize("task, how", CASES)
def test_honest_answers_are_right(task, how):
    finding = diagnose(task, made(TASKS[task].honest[how]))
    assert finding.right, finding.words + finding.number
    assert "single" not in finding.words or how == "float32"


def test_single_precision_is_told():
    finding = diagnose("adam", made(TASKS["adam"].honest["float32"]))
    assert finding.words == "Right, to single precision."


def test_where_single_precision_does_not_do():
    """The gradient check that follows in the set would fail with such slopes."""
    right = TASKS["backprop"].answer()

    def answer(theta, x, y):
        loss, slopes = right([np.float32(one) for one in theta], np.float32(x), y)
        return np.float32(loss), [np.float32(one) for one in slopes]

    finding = diagnose("backprop", answer)
    assert (finding.right, finding.mistake) == (False, "single precision")
    assert "needs double" in finding.words


def test_a_mistake_in_single_precision_is_named():
    float32 = TASKS["adam"].answer("only_v")

    def answer(theta, g, *state, **settings):
        numbers = [np.float32(x) for x in (theta, g, *state)]
        return tuple(np.float32(x) for x in float32(*numbers, **settings))

    assert diagnose("adam", answer).mistake == "only_v"


def test_what_only_looks_like_a_mistake_is_not_named():
    """A correction by eps**t is none at the defaults, but one where eps is large."""
    text = TASKS["adamw"].honest["plain"]
    assert diagnose("adamw", made(text.replace("beta1**t", "eps**t"))).where == ""


def test_there_are_sixty_honest_answers():
    assert len({one for task in TASKS.values() for one in task.honest.values()}) >= 60


@pytest.mark.parametrize("answer, mistake", [
    (0.1**0.5 * 10, ""), (3.16, ""), (np.float64(3.162), ""), (1, "corrected"),
    (0.316, "upside_down"), (0.1, "only_above"), (31.6, "only_below"),
    (100.0, "no_root"), (2.5, "unknown"), (float("nan"), "unknown"),
    (None, "bad answer"), ("three", "bad answer"),
])  # fmt: skip
def test_a_number(answer, mistake):
    finding = diagnose("adam_first_step", answer)
    assert (finding.right, finding.mistake) == (mistake == "", mistake)


@pytest.mark.parametrize("task, answer", [
    ("sgd", lambda theta, g, **settings: (theta,)),
    ("adam", lambda theta, g, m=0, v=0, t=0, **settings: (theta, m, v, t)),
    ("ema", lambda m, *args, **settings: 0 * m),
    ("cosine", lambda *args, **settings: 0.0),
])  # fmt: skip
def test_nothing_is_written_yet(task, answer):
    finding = diagnose(task, answer)
    assert not finding.right and "nothing seems to be written yet" in finding.words


def test_a_mistake_in_words(capsys):
    assert check("adam", TASKS["adam"].answer("no_correction")) is None
    said = " ".join(capsys.readouterr().out.split())
    assert "bias correction is missing" in said
    assert "your step 1 is 3.162 lr, right is 1 lr" in said
    assert "Read chapter 05, “How much is missing”" in said


def test_a_bug_hunt_is_not_spoilt(capsys):
    check("momentum_bug", TASKS["momentum_bug"].answer("lr_inside"))
    said = capsys.readouterr().out
    assert "A bug is left" in said and "your step 4 is" in said
    assert "inside" not in said and "Read" not in said


@pytest.mark.parametrize("task, mistake, number", [  # findings of the book's chapters
    ("adam", "only_m", "step 1 is 31.62 lr"),
    ("adam", "only_v", "step 1 is 0.1 lr"),
    ("adam", "no_power", "step 2 is 1.344 lr"),
    ("adam", "no_root", "step 1 is 0.5 lr"),
    ("adam", "t_late", "step 1 is 0.7441 lr"),
    ("momentum", "ema", "step 1 is 0.2 lr, right is 2 lr"),
    ("amsgrad", "no_power", "step 1 is 1 lr, right is 3.162 lr"),
    ("cosine", "from_zero", "with t = 1 your rate is 0,"),
    ("bias_correction", "no_power", "with m = 2, t = 2 your m_hat is 20"),
])  # fmt: skip
def test_the_number_that_shows_it(task, mistake, number):
    assert number in diagnose(task, TASKS[task].answer(mistake)).number


BAD = {  # body of my_adam, or a whole answer: what must be said
    "    pass": "returns nothing",
    "    return theta": "must return 4 values, in this order: theta, m, v, t",
    "    return theta, m, v": "returns 3 values; it must return 4",
    "    return theta[:1], m, v, t": "has the shape (1,)",
    "    return theta.astype(int), m, v, t": "holds integers",
    "    return theta, None, v, t": "m is None",
    "    return 'theta', m, v, t": "must hold numbers",
    "    return [theta, [1, [2]]], m, v, t": "theta must hold numbers",
    "    x = 1\n    return thata, m, v, t": "NameError: name 'thata' is not defined",
    "    return theta / lr[0], m, v, t": "TypeError",
    "    return answer(theta, g, m, v, t)": "RecursionError",
    "    raise SystemExit": "ends Python",
    "    while True: pass": "did not end within 3 s",
    "    import time\n    while True:\n        try: time.sleep(9)\n"
    "        except Exception: pass":
        "did not end within 3 s",
}  # fmt: skip


@pytest.mark.parametrize("body", BAD)
def test_bad_answers_get_a_sentence(body):
    finding = diagnose("adam", made(HEAD + body))
    assert not finding.right and finding.mistake == "bad answer"
    assert BAD[body] in finding.words + finding.number


@pytest.mark.parametrize("answer, words", [
    (None, "The answer is None"), (3.0, "A function is needed, got float"),
    (np.zeros(2), "A function is needed"), (dict, "got a class"),
    (lambda theta, g, m=0, v=0, t=0, *, alpha=1: (theta, m, v, t),
     "which it does not take"),
    (lambda theta, g: (theta,), "takes"),
])  # fmt: skip
def test_what_is_no_answer(answer, words):
    assert words in diagnose("adam", answer).words


IN_TORCH = {  # task: an answer that uses nothing of torch but its tensors' methods
    "adagrad": """
def answer(theta, g, v=0, *, lr=1e-2, eps=1e-10):
    v = v + g * g
    return theta - lr * g / v.sqrt().add(eps), v
""",
    "adam": HEAD + """
    t += 1
    m = m.mul(beta1).add(g, alpha=1 - beta1)
    v = v.mul(beta2).addcmul(g, g, value=1 - beta2)
    root = (v / (1 - beta2**t)).sqrt() + eps
    return theta.addcdiv(m, root, value=-lr / (1 - beta1**t)), m, v, t
""",
}  # fmt: skip


@pytest.mark.parametrize("task", IN_TORCH)
def test_methods_of_tensors_are_torch(task):
    """Arrays lack them: AttributeError."""
    assert diagnose(task, made(IN_TORCH[task])).words == "Right."
    wrong = made(IN_TORCH[task].replace("sqrt()", "pow(1)"))
    assert diagnose(task, wrong).mistake == "no_root"


def test_an_answer_is_asked_in_one_way():
    """complex() takes an array of one number and none of two. It keeps nothing."""
    finding = diagnose("sgd", lambda theta, g, *, lr=1e-3: (theta - lr * complex(g),))
    assert finding.mistake != "state kept"


def test_an_error_names_its_line(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text("def answer(theta, g, *, lr=1e-3):\n    a = 1\n    return b\n")
    names = {}
    exec(compile(file.read_text(), str(file), "exec"), names)
    assert "in line 3: `return b`" in diagnose("sgd", names["answer"]).number


def test_unknown_tasks():
    with pytest.raises(KeyError, match="task must be one of sgd"):
        check("adamm", None)


VIOLATED = {  # an answer like no known mistake, and what it violates
    "m = beta1 * m + (1 - beta1) * g": ("m = 0.3 * m + 0.7 * g", "Wrong"),
    "v_hat**0.5 + eps": ("v_hat**0.4 + eps", "with gradients of 200"),
    "theta - lr": ("theta + 0.7 * lr", "uphill"),
    "return theta - lr": (
        "return theta - 1e-4 - lr",
        "With gradients of 0 theta moves",
    ),
    "/ (v_hat": ("/ 3 / (v_hat", "with gradient 2: it is 0.3333 lr"),
    "v = beta2 * v + (1 - beta2) * g**2": ("v = (v + g**2) * 0 + 1", "v stays at 1"),
}


@pytest.mark.parametrize("part", VIOLATED)
def test_an_unknown_mistake_gets_its_property(part):
    new, words = VIOLATED[part]
    assert part in ADAM
    finding = diagnose("adam", made(ADAM.replace(part, new)))
    assert finding.mistake == "unknown"
    assert words in finding.words and finding.number


def test_wrong_defaults():
    finding = diagnose("adam", made(ADAM.replace("lr=1e-3", "lr=1e-2")))
    assert "wrong where they are the defaults" in finding.words
    fixed = ADAM.replace("t = t + 1", "t = t + 1; beta1, beta2, lr = .9, .999, .001")
    fixed = fixed.replace("+ eps", "+ 1e-8")
    assert "wrong where others are given" in diagnose("adam", made(fixed)).words


def test_the_picture():
    finding = diagnose("adam", TASKS["adam"].answer("no_correction"))
    drawn = picture(finding)
    mine, right = drawn["panels"][0]["marks"]
    assert right["y"] == pytest.approx(range(1, 11), rel=1e-6)
    assert mine["y"][0] == pytest.approx(10**0.5)
    assert draw(drawn).axes
    assert "default settings" in drawn["alt"]


@pytest.mark.parametrize("task", TASKS)
def test_every_mistake_can_be_shown(task):
    for mistake in TASKS[task].mistakes:
        finding = diagnose(task, TASKS[task].answer(mistake))
        assert finding.mistake == mistake
        if finding.path:
            assert picture(finding)["alt"]


def test_on_another_thread_there_is_no_time_limit():
    results = []
    run = threading.Thread(target=lambda: results.append(
        diagnose("adam", made(ADAM))))  # fmt: skip
    run.start()
    run.join()
    assert results[0].right and "No time limit" in results[0].notes[0]


def test_progress(capsys):
    check("sgd", made(TASKS["sgd"].honest["plain"]))
    check("adam", None)
    check("sgd", None)  # once right, always right
    capsys.readouterr()
    progress()
    said = capsys.readouterr().out
    assert "ps1  1 of 7   ✓ sgd  · step_limit" in said
    assert re.search(r"ps3  0 of \d .*… adam\b", said)


def test_progress_without_a_place(monkeypatch, capsys):
    monkeypatch.setenv("XDG_DATA_HOME", "/dev/null")
    check("sgd", made(TASKS["sgd"].honest["plain"]))
    progress()
    assert "ps1  0 of 7" in capsys.readouterr().out
