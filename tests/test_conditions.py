"""Conditions of answers: what they come to, and that they run nothing."""

import pytest

from adamedu.questions.predict import Wrong, evaluate


@pytest.mark.parametrize(
    "text",
    ["__import__('os')", "x.real", "(lambda: 1)()", "[x]['a']", "abs(x, key=x)",
     "x := 2", "'a' < 'b'", "eval(x)", "{x}", "9**9**9**9", "x if x else x", "", "1j"],
)  # fmt: skip
def test_a_condition_is_arithmetic_and_nothing_else(text):
    with pytest.raises(Wrong):
        evaluate(text, {"x": 1.0})


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 < x <= 2 < 3", True), ("not x > 1 or False", False), ("-x ** 2", -4.0),
     ("max(x, 3) - min(x, 3) == abs(-1)", True), ("x != 2", False), ("7 / x", 3.5)],
)  # fmt: skip
def test_what_a_condition_comes_to(text, value):
    assert evaluate(text, {"x": 2.0}) == value
