"""One judge: the notebook's check, the page's and the grader's say the same."""

import json
from functools import cache
from random import Random

import numpy as np
import pytest

from adamedu.questions.checks import diagnose
from adamedu.questions.judge import judge, of_numbers
from adamedu.questions.measured import flat
from adamedu.questions.numbers import bare
from adamedu.questions.page import exercise_scene
from adamedu.questions.tables import by_numbers, page_table, signatures
from adamedu.rules import adam, momentum
from course.grade.marking import Asked, examine, seed
from course.tasks import TASKS, comparison
from tests.answers import Here
from tests.machines import page

SIZES = np.geomspace(1e-9, 1e-1, 200)  # each is by a tenth larger than the one before


def off(value, size, rng):
    """Numbers in lists, each too large or too small by that share."""
    if isinstance(value, list):
        return [off(one, size, rng) for one in value]
    return value * (1 + size * rng.choice((-1, 1)))


class Player:
    """An answer that plays numbers: call for call those of these tables, all of them a
    bit off. With `single` it is called number by number, as in the page.
    """

    def __init__(self, tables, size, single=False):
        rng, self.turns = Random(1), []
        for table in tables:
            calls = []
            for probe, rows in zip(table["probes"], off(table["right"], size, rng)):
                for row in rows:
                    count = max(map(len, row)) if single else 1
                    parts = [[[p[i % len(p)]] for p in row] for i in range(count)]
                    calls.append(
                        [(table, probe, p) for p in (parts if single else [row])]
                    )
            second = calls[1]  # asked once more at the end, of numbers at once, too
            calls[2:] = [*[second] * of_numbers(table), *calls[2:], second]
            self.turns += [turn for call in calls for turn in call]

    def __call__(self, *args, **settings):
        args = [bare(one) for one in args]
        table, probe, parts = self.turns.pop(0)
        if table["kind"] == "rule":
            theta, lr = args[0], settings.get("lr", probe["lr"])
            parts = [theta - lr * np.reshape(parts[0], np.shape(theta)), *parts[1:]]
            shapes = [() if one == "t" else np.shape(theta) for one in table["parts"]]
        elif len(parts) == 5:  # a network's loss and slopes
            shapes = [(), *map(np.shape, args[0])]
        elif len(parts) == 2:  # an interval
            shapes = [(), ()]
        else:
            shapes = [np.shape(args[0])]
        made = [np.reshape(part, shape) for part, shape in zip(parts, shapes)]
        if len(made) == 1 and table["kind"] == "function":
            return made[0]
        return (made[0], made[1:]) if len(parts) == 5 else tuple(made)


@cache
def drawn(name):
    return TASKS[name].drawn(seed("set", "ada"))


def graded(task, answer):
    asked = Asked(Here(answer), "my_answer")
    return examine(task, asked, seed("set", "ada"), 2.0).points == 2


def everywhere(name, size):
    """Whether an answer that is so far off is right: for the notebook, for the grader
    and, if it can be asked there, for the page.
    """
    task, table, shown = TASKS[name], signatures(name), page_table(name)
    if task.kind == "value":
        number = off(flat(table["right"]), size, Random(1))[0]
        notebook, grader, typed = number, number, lambda: number
    else:
        tables = [table, drawn(name)]
        notebook, grader = Player(tables[:1], size), Player(tables, size)
        typed = Player(tables[:1], size, single=by_numbers(table))
    found = [diagnose(name, notebook).right, graded(task, grader)]
    if shown:
        found.append("✓" in exercise_scene(shown, typed)["text"])
    return found


def assert_one_verdict(verdicts):
    """At each size the same; right for small ones and not for large ones."""
    assert all(len(set(one)) == 1 for one in verdicts)
    right = [one[0] for one in verdicts]
    assert right == sorted(right, reverse=True) and 20 <= sum(right) <= 180


@pytest.mark.parametrize(
    "name", [t.name for t in TASKS.values() if t.kind != "table" and not t.like]
)
def test_the_verdict_is_the_same_everywhere(name):
    assert_one_verdict([everywhere(name, size) for size in SIZES])


@pytest.mark.parametrize("task", [t for t in TASKS.values() if t.like])
def test_a_hunt_is_judged_as_what_it_hunts(task):
    assert signatures(task.name) is signatures(task.like.name)
    assert (task.draw, task.single) == (task.like.draw, task.like.single)


def test_the_verdict_on_a_table(monkeypatch):
    """Its errors, their mean and its interval are off; what was chosen is not."""
    task, verdicts = TASKS["comparison"], []
    table, trained = task.answer(), cache(comparison.train)
    rules = {"my_first": momentum, "my_second": adam}
    monkeypatch.setattr(
        comparison, "train", lambda rule, *more: trained(rules[rule.__name__], *more)
    )
    for size in SIZES:
        rng = Random(1)
        wrong = {key: off(table[key], size, rng) for key in ("mean", "interval")}
        wrong |= {key: off(table[key], size / 10, rng) for key in ("errors", "tuning")}
        right = diagnose(task.name, table | wrong).right
        verdicts.append([right, graded(task, table | wrong)])
    assert_one_verdict(verdicts)


IN_PAGE = """
import json
from adamedu.questions.judge import judge, of_numbers
asked = json.loads(open("/asked.json").read())
found = [judge(table, one) for table, wrong in asked for one in wrong]
answer = json.dumps([[f.right, f.mistake, f.words, f.number, f.where] for f in found])
"""


def test_the_page_has_the_same_judge():
    """In MicroPython: the same verdict, in the same words."""
    sizes = 10 ** np.random.default_rng(2).uniform(-9, -1, 12)
    tables = [signatures(name) for name, task in TASKS.items()
              if page_table(name) and not task.like]  # fmt: skip
    asked = [(table, [off(table["right"], size, Random(1))
                      for size in sizes]) for table in tables]  # fmt: skip
    here = [judge(table, one) for table, wrong in asked for one in wrong]
    found = page.answer(IN_PAGE, {"asked.json": json.dumps(asked)})
    said = [[f.right, f.mistake, f.words, f.number, f.where] for f in here]
    assert json.loads(found) == said and {one[0] for one in said} == {True, False}
