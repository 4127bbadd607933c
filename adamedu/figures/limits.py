"""What the page's Python can't do: refused where the figure is written, by name.

The page runs MicroPython 1.27, whose names and methods are listed here; a test compares
them with the real one.
"""

import ast
import builtins
import importlib
import types

MODULES = {  # which the page has: their names
    "math": """
        acos acosh asin asinh atan atan2 atanh ceil copysign cos cosh degrees
        e erf erfc exp expm1 fabs factorial floor fmod frexp gamma inf isclose
        isfinite isinf isnan ldexp lgamma log log10 log2 modf nan pi pow
        radians sin sinh sqrt tan tanh tau trunc
    """,
    "random": "choice getrandbits randint random randrange seed uniform",
    "functools": "partial reduce update_wrapper wraps",
    "itertools": "accumulate chain count cycle islice repeat starmap tee",
    "json": "dump dumps load loads",
}
BUILTINS = """
ArithmeticError AssertionError AttributeError BaseException EOFError Ellipsis
Exception GeneratorExit ImportError IndexError KeyError KeyboardInterrupt
LookupError MemoryError NameError NotImplemented NotImplementedError OSError
OverflowError RuntimeError StopIteration SyntaxError SystemExit TypeError
UnicodeError ValueError ZeroDivisionError abs all any bin bool bytearray bytes
callable chr classmethod compile complex delattr dict dir divmod enumerate eval exec
filter float frozenset getattr globals hasattr hash hex id input int isinstance
issubclass iter len list locals map max memoryview min next object oct open ord pow
print property range repr reversed round set setattr slice sorted staticmethod str
sum super tuple type zip
"""
METHODS = """
add append center clear copy count difference difference_update discard
encode endswith extend find format from_bytes fromkeys get index insert intersection
intersection_update isalpha isdigit isdisjoint islower isspace issubset issuperset
isupper items join keys lower lstrip partition pop popitem remove replace reverse
rfind rindex rpartition rsplit rstrip setdefault sort split splitlines startswith
strip symmetric_difference symmetric_difference_update to_bytes union update upper
values real imag
"""
TYPES = (str, float, int, list, dict, tuple, set)
MISSING = {n for kind in TYPES for n in dir(kind) if n[0] != "_"} - set(METHODS.split())
STATEMENTS = {
    ast.Match: "match",
    ast.AsyncFunctionDef: "async",
    ast.TryStar: "except*",
    ast.Import: "an import inside a function",
    ast.ImportFrom: "an import inside a function",
}


def check(tree):
    """Raise ValueError for what the page can't read, or would read otherwise, in a
    function's tree."""
    for node in ast.walk(tree):
        words = STATEMENTS.get(type(node)) or _refused(node)
        if words:
            line = f"line {node.lineno}: " if hasattr(node, "lineno") else ""
            raise ValueError(f"{line}{words} can't run in the page")


def _refused(node):
    """What of this node the page lacks; "" for nothing."""
    if isinstance(node, ast.arguments) and node.posonlyargs:
        return "a / among the arguments"
    if isinstance(node, ast.arguments):
        named = _names([*node.defaults, *node.kw_defaults])
        return f"a default that names {named[0]}" if named else ""
    if isinstance(node, ast.FormattedValue):
        inside = any(isinstance(one, ast.JoinedStr) for one in ast.walk(node.value))
        return "an f-string inside an f-string" if inside else ""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        starred = any(isinstance(one, ast.Starred) for one in node.elts)
        taken = isinstance(getattr(node, "ctx", None), ast.Store)  # a, *b = c
        return "a * inside a list, tuple or set" if starred and not taken else ""
    if isinstance(node, ast.Dict) and None in node.keys:
        return "a ** inside a dict"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        for call in (("zip", "strict"), ("sum", "start")):
            if call in [(node.func.id, keyword.arg) for keyword in node.keywords]:
                return "{}({}=)".format(*call)
    if isinstance(node, ast.Attribute) and node.attr in MISSING:
        return f"the method {node.attr}"
    return ""


def _names(nodes):
    inside = (one for node in nodes if node for one in ast.walk(node))
    return [one.id for one in inside if isinstance(one, ast.Name)]


def run(source):
    """Run a text with no more names than the page has; gives what it defines."""
    known = {name: getattr(builtins, name) for name in BUILTINS.split()}
    space = {"__name__": "figure", "__builtins__": {**known, "__import__": _import}}
    exec(compile(source, "<figure>", "exec"), space)
    return space


def _import(name, space=None, local=None, wanted=(), level=0):
    if name.split(".")[0] == "adamedu":
        return builtins.__import__(name, space, local, wanted, level)
    if name not in MODULES:
        raise ImportError(f"the page has no module {name}")
    whole = importlib.import_module(name)
    return types.SimpleNamespace(
        **{n: getattr(whole, n) for n in MODULES[name].split()}
    )
