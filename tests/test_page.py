"""What an exercise draws in the page: your path beside the right one, of one case."""

import json

import numpy as np
import pytest

from adamedu.questions import small_numpy as small
from adamedu.questions.page import exercise_scene
from adamedu.questions.tables import page_table, tables
from course.tasks import TASKS
from tests.course.toy_set import BACKPROP


def lines(task, answer):
    """The lines that are drawn, by their labels; {} where nothing is."""
    drawn = exercise_scene(page_table(task), answer)
    return {
        mark["label"]: (list(mark["x"]), list(mark["y"]))
        for panel in drawn["panels"] for mark in panel["marks"]
    }  # fmt: skip


def test_bias_correction_draws_one_average():
    drawn = lines("bias_correction", lambda m, t, *, beta=0.9: m / (1 - beta))
    times, right = drawn["right"]
    assert len(times) >= 8 and times == sorted(set(times))
    np.testing.assert_allclose(right, 2 / (1 - 0.9 ** np.array(times)), rtol=1e-9)
    assert drawn["yours"][0] == times
    np.testing.assert_allclose(drawn["yours"][1], 20)


def test_cases_that_are_unlike_are_not_joined():
    """Each line is of calls that differ in their last argument only, or of a walk."""
    for name, table in tables().items():
        if page_table(name) is None or "like" in table or table["kind"] != "function":
            continue
        right = TASKS[name].answer()
        if json.loads(page_table(name))["arrays"]:
            continue  # no path: the next test
        drawn = lines(name, right)
        cases = [
            [call[-1] for call in probe["calls"]] for probe in table["probes"]
            if all(call[:-1] == probe["calls"][0][:-1] for call in probe["calls"])
        ]  # fmt: skip
        assert not drawn or drawn["right"][0] in cases, name
        assert bool(drawn) == (name not in ("ema", "tail_average"))


def backprop(theta, x, y):
    names = {"np": small}
    exec(BACKPROP, names)
    return names["my_backprop"](theta, x, y)


def test_an_answer_with_arrays_is_judged():
    said = exercise_scene(page_table("backprop"), backprop)
    assert said["panels"] == [] and said["text"] == "✓ Right."


@pytest.mark.parametrize("answer, words", [
    (lambda theta, x, y: None, "It returns nothing"),
    (lambda theta, x, y: backprop(theta, x, y)[0], "must return (loss, [dW1, db1"),
    (lambda theta, x, y: (0.0, [0 * one for one in theta[:3]]), "It returns 4 values"),
    (lambda theta, x, y: (x, theta), "loss has the shape (5, 3)"),
    (lambda theta, x, y: (0.0, [1.0] * 4), "dW1 is a single number"),
    (lambda theta, x, y: (0.0, [None] * 4), "dW1 is None"),
    (lambda theta, x, y: small.einsum(x), "The page's small NumPy has no np.einsum."),
])  # fmt: skip
def test_what_cannot_be_compared_is_told(answer, words):
    with pytest.raises(Exception) as told:
        exercise_scene(page_table("backprop"), answer)
    assert words in str(told.value)
