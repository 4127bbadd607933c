"""Python in the page, translated to JavaScript, against Python itself."""

import math
import random

import pytest

from tests.machines import translated
from tests.machines.bodies import BODIES, OUTSIDE
from tests.machines.snippets import EXPRESSIONS


def function(name, text):
    """The text of a function that says what repr says of an expression, or of what a
    body returns."""
    try:
        compile(text, "", "eval")
        text = f"return repr(({text}))"
    except SyntaxError:
        text = "def body():\n" + indented(text) + "\nreturn repr(body())"
    return f"def {name}():\n{indented(text)}\n"


def indented(text):
    return "\n".join("    " + line for line in text.split("\n"))


def here(text, call, **args):
    """What Python gives, in the form of `translated.answers`."""
    space = {}
    try:
        exec(text, space)
        return {"value": space[call](**args)}
    except Exception as error:
        return {"error": {"kind": type(error).__name__, "message": str(error)}}


@pytest.fixture(scope="module")
def told():
    """{snippet, or name of a calculation: what the translated one gives}."""
    texts = {text: function("f", text) for text in EXPRESSIONS + BODIES + OUTSIDE}
    texts |= CALCULATIONS
    programs = [([("it", text)], [("f", {})]) for text in texts.values()]
    found = [one[-1] for one in translated.answers(programs)]
    for one in found:
        one.get("error", {}).pop("trace", None)
    return dict(zip(texts, found))


@pytest.mark.parametrize("snippet", EXPRESSIONS + BODIES)
def test_as_in_python(told, snippet):
    assert told[snippet] == here(function("f", snippet), "f")


@pytest.mark.parametrize("snippet", OUTSIDE)
def test_what_falls_outside(told, snippet):
    """Never a wrong answer: MicroPython is asked."""
    assert "outside" in told[snippet], told[snippet]


NUMBERS = [0, 1, -1, 2, 3, -7, 10**15, True, 0.0, -0.0, 0.5, -0.5, 1.0, 2.5, -2.5,
           1e300, -1e300, 1e23, 1e-300, 5e-324, math.inf, -math.inf,
           math.nan]  # fmt: skip
TRIED = """
def tried(f, *args):
    try:
        return repr(f(*args))
    except (ArithmeticError, TypeError, ValueError) as error:
        return type(error).__name__ + ": " + str(error)
"""
OPERATIONS = """
a + b
a - b
a * b
a / b
a // b
a % b
a < b
a <= b
a == b
a != b
abs(a) ** float(b)
a ** 2
a ** 0.5 if a >= 0 else 0
round(a)
int(a)
float(a)
-a
+a
max(a, b)
min(a, b)
sum([a, b])
divmod(a, b) if b else 0
a and b
a or b
not a
""".strip().split("\n")
SPECS = (
    """
|f|.0f|.1f|.3f|.15f|g|.1g|.2g|.6g|.17g|e|.0e|.3e
+.2f| .2f|8.2f|<8.1f|^9.1f|08.2f|,.2f|.1%
""".strip()
    .replace("\n", "|")
    .split("|")
)


def written(numbers):
    """A list of numbers as Python's text."""
    words = {"nan": 'float("nan")', "inf": 'float("inf")', "-inf": '-float("inf")'}
    return "[" + ", ".join(words.get(repr(x), repr(x)) for x in numbers) + "]"


def drawn(count):
    """Floats and whole numbers of all sizes, drawn by chance."""
    rng = random.Random(0)
    found = []
    for _ in range(count):
        x = rng.choice([1, -1]) * 10 ** rng.uniform(-20, 20)
        found.append(rng.choice([x, round(x), round(x, 2), float(round(x)), x % 10]))
    return found


def calculation(operation):
    return f"""{TRIED}
def f():
    numbers = {written(NUMBERS + drawn(12))}
    return [tried(lambda a, b: {operation}, a, b) for a in numbers for b in numbers]
"""


def formats():
    rows = ", ".join(f'f"{{x:{spec}}}"' for spec in SPECS)
    numbers = [x for x in NUMBERS + drawn(100) if not isinstance(x, bool)]
    return f"""
def f():
    return [[{rows}, f"{{x}}", f"{{round(x, 2)}}"] for x in {written(numbers)}]
"""


CALCULATIONS = {one: calculation(one) for one in OPERATIONS} | {"formats": formats()}


@pytest.mark.parametrize("name", CALCULATIONS)
def test_numbers(told, name):
    assert told[name] == here(CALCULATIONS[name], "f")
