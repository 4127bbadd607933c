"""A diff of two rules is made of their text, and nothing is lost in it."""

import pytest

from adamedu import rules
from adamedu.figures.words import Diff, body

NEW = [rules.amsgrad, rules.radam, rules.lion, rules.lamb,
       rules.adafactor]  # fmt: skip


@pytest.mark.parametrize("rule", NEW, ids=lambda rule: rule.__name__)
def test_a_diff_holds_both_rules(rule):
    lines = str(Diff(rules.adam, rule)).split("\n")
    assert lines[:2] == ["--- adam", f"+++ {rule.__name__}"]
    old = [line[1:] for line in lines[2:] if line[0] in " -"]
    new = [line[1:] for line in lines[2:] if line[0] in " +"]
    assert old == body(rules.adam) and new == body(rule)


def test_the_body_is_what_runs():
    lines = body(rules.adam)
    assert lines[0] == "t = t + 1" and lines[-1] == "return theta, m, v, t"


def test_it_is_shown_as_markdown_and_as_text():
    shown = Diff(rules.adam, rules.amsgrad)._repr_mimebundle_()
    assert shown["text/markdown"] == f"```diff\n{shown['text/plain']}\n```"
    assert "+v_max = larger(v, v_max)" in shown["text/plain"]
