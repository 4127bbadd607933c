"""Expressions that the page's translated Python runs as Python does, or leaves."""

# Values and errors.
EXPRESSIONS = r"""
1 + 2, 1 + 2.0, 0.5 + 0.5, True + True, 7 - 7.0, -0.0, 0.0 * -1, -(0), 3 * True
10 / 5, 10 // 5, 10 // 3, -10 // 3, 10 // -3, 10.0 // 3, -7.5 // 2, 7.5 // -2
1e300 // 1e-5
10 % 3, -10 % 3, 10 % -3, 5.5 % 2, -5.5 % 2, 5.5 % -2, -0.0 % 3, 6.0 % -3
2 ** 10, 2 ** -1, 2.0 ** 3, (-2) ** 3, (-2.0) ** 3, -2 ** 2, 2 ** 3 ** 2
2 ** -1 ** 2, 0 ** 0
9 ** 0.5, 0.0 ** 0.5, float("inf") ** 0.5, 1 ** float("nan"), 2 ** 100
10 ** 20 // 7, (-1) ** 5
2 ** 64 - 1, 1664525 * 4294967295 + 1013904223
(1664525 * 4294967295 + 1013904223) % 4294967296
9007199254740993 + 0.0, 9007199254740993 == 9007199254740992.0
9007199254740993 < 9007199254740994.0
1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2 != 1, 1 == 1.0 == True, (1 < 2) < 3, not 1 == 2
1 < 2 == 2
not 0 and 1, not (0 and 1), 1 or 2, 0 or "", [] or (), 1 and 2, not 1 or 2
1 if [] else 2
not True and False, True and not False and 3 == 3, not 1 in [2], 1 or not 2 and 3
0.1 + 0.2, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 1.5e-7, 1e22, 5e-324
1.7976931348623157e308
float("nan"), float("-inf"), float(" 1e3 "), float("Infinity"), int("12")
int(" -7 "), int(2.9), int(-2.9)
round(0.5), round(1.5), round(2.5), round(-0.5), round(2.675, 2), round(0.125, 2)
round(1234.5678, 0)
round(7), round(7, 2), round(1e300), round(-1.5), round(0.05, 1), round(-0.04, 1)
abs(-3), abs(-3.5), abs(True)
[1, 2] + [3], (1,) + (2, 3), "a" + "b", [0] * 3, 2 * (1, 2), "ab" * 2, [1] * 0
[1] * -1
[1, 2, 3][-1], (1, 2, 3)[0], "abc"[1], "abc"[-1], [1, 2, 3][True], {1: 2}[1.0]
{1: "a"}[True], {None: 1}[None]
[1, 2, 3, 4][1:3], [1, 2, 3][::-1], [1, 2, 3][-2:], [1, 2, 3][5:], "hello"[1:-1]
(1, 2, 3)[:2], [1, 2, 3, 4, 5][::2]
[1, 2, 3, 4, 5][3:0:-1], [1, 2, 3][-100:100], "hello"[::-1], [1, 2, 3][None:2]
[1, 2] == [1.0, 2], (1, 2) == [1, 2], [1, 2] < [1, 3], (1,) < (1, 0), "a" < "b"
[] == (), {} == {}, {1: 2} == {1.0: 2}
"1" == 1, None == 0, None is None, [] is not None, True == 1, "a" in "cat"
2 in [1, 2.0], 3 not in (1, 2), 1 in {1: 2}
len([1, 2]), len("ab"), len({1: 2}), len(range(5)), len(range(0, 10, 3)), len(())
list(range(5, 0, -2)), list(range(2, 2))
list(zip([1, 2], (3, 4, 5))), list(zip()), list(enumerate("ab"))
list(enumerate([7], 3)), list(map(abs, [-1, 2])), list(reversed([1, 2]))
sum([1, 2]), sum([0.1] * 3), sum([]), sum([1, 0.5]), sum([[1], [2]], [])
sum([True, True]), sum((1, 2), 10), sum(x for x in [1, 2])
max(1, 2.0), max([3, 1]), min("b", "a"), max([1, 1.0]), min(1.0, 1)
max([], default=0), max([1, -3], key=abs), min([(1, 2), (1, 1)])
sorted([3, 1, 2]), sorted("cab"), sorted([1, -2], key=abs)
sorted([1, 2], reverse=True), sorted({2: 0, 1: 0})
all([]), any([]), all([1, 0]), any([0, 2]), bool([]), bool(0.0), bool("0")
bool(float("nan")), bool(None), bool((0,))
str(1.0), str(1), str(True), str(None), str("a"), str([1.0, "a", None])
repr("it's"), repr('a"b'), repr("a\nb"), repr((1,)), repr({})
str({"a": [1, (2.5,)]}), str({1.0: 2}), str({True: 1}), str(()), repr("θ₁")
repr("'\""), "a" "b", r"\n", "\x41\u03b8", '''a"b'''
isinstance(1, int), isinstance(True, int), isinstance(1.0, int)
isinstance("a", (int, str)), isinstance([], list), isinstance((), (list, tuple))
isinstance(range(3), range), isinstance(None, int), isinstance({}, dict)
callable(abs), callable(1), type(1).__name__, type(1.5).__name__, type([]).__name__
hasattr(1.0, "shape"), getattr(1.0, "shape", ()), getattr([], "nope", None)
abs.__name__, hasattr([], "append")
", ".join(["a", "b"]), "a b  c".split(), "a,b,".split(","), " a ".strip()
"xxaxx".strip("x"), "abc".upper(), "a-b".replace("-", "+")
"abc".startswith("ab"), "abc".endswith(("x", "c")), "abc".find("c"), "abc".find("z")
"abab".count("ab"), "abc".index("b"), "a\nb".splitlines()
{"a": 1}.get("a"), {"a": 1}.get("b"), {"a": 1}.get("b", 2), list({"a": 1}.items())
list({"a": 1, "b": 2}.values()), list({"b": 1, "a": 2}), "a" in {"a": 1}.keys()
{k: v for k, v in [(1, 2), (3, 4)]}, {**{"a": 1}, "b": 2}, dict(a=1), dict([(1, 2)])
{(1, 2): 3}[(1, 2)], {1: "a", 1.0: "b"}
[x * y for x in range(3) for y in range(x) if x != y]
[[y for y in range(x)] for x in range(3)], [x for x in range(10) if x % 2 if x > 3]
[*range(3), 4], (*[1], 2), [a + b for a, b in zip([1], [2])]
(lambda x, y=2, *z, k=3, **w: (x, y, z, k, w))(1), (lambda *a: a)(*[1, 2], 3)
(lambda **k: k)(a=1, **{"b": 2}), (lambda: 1)()
f"{1}", f"{1.0}", f"{'a'!r}", f"{1.5!s}", f"{{}}", f"{3.14159:.2f}", f"{2.5:.0f}"
f"{0.125:.2f}", f"{1e10:g}", f"{1e-5:g}", f"{123456:g}", f"{1234567:g}"
f"{0.0001:g}", f"{1.5:.1e}", f"{0:.2e}", f"{1e100:.3g}", f"{5:+d}", f"{5.5:+.1f}"
f"{-5:+}", f"{5: d}", f"{1234567:,}", f"{1234567.891:,.2f}", f"{0.256:.1%}"
f"{5:5}|{5:<5}|{5:^5}|{5:>5}|{5:05}|{-5:05d}|{2.5:08.3f}"
f"{'a':5}|{'a':>5}|{'a':^5}|{'a':*^5}", f"{'abc':.2}"
f"{1.0:g} {100.0:g} {1e16:g} {12345.678:.2g}"
f"{float('nan'):.2f} {float('inf'):g} {-float('inf'):.3f}", f"{7:.2f}", f"{True}"
f"{None}", f"{[1.0]}", f"{3:{1 + 1}}", f"{2.5:.{2}f}", f"{-0.0:.1f}"
f"{-0.001:.1f}"
f"{9.995:.2f} {1e22:.0f} {1e23:.1f} {2**70}", f"{0.1:.20f}", f"{1e-7}", f"{1e16}"
f"{12345678.9:.3e}", f"{9.9999:.2e}", f"{0.00009999:.1g}", f"{99999.5:.5g}"
1 / 0
1.0 / 0
1 // 0
1.0 // 0
1 % 0
1.0 % 0
0.0 ** -1
0 ** -1
1e200 ** 2
10.0 ** 400
1 + "a"
"a" + 1
[1] + (1,)
None - 1
[1] * 1.5
"a" * "b"
-"a"
1 < "a"
None < 1
[1] < [None]
[1][1]
(1,)[5]
"a"[3]
list([1])["a"]
list([1])[1.0]
{"a": 1}["b"]
{}[(1, 2)]
(lambda: None)()[0]
float(1)[0]
int(1)(2)
(lambda: None)()()
"a".b
(1.5).b
[].b
(lambda x: x)()
(lambda x: x)(1, 2)
(lambda x, y: x)(1, x=2)
(lambda x, y, z: x)()
(lambda *, k: k)()
(lambda *, k: k)(1)
(lambda x, y=1: x)(1, 2, 3)
(lambda: 1)(2)
(lambda x: x)(1, z=2)
(lambda *, a, b: a)(a=1)
undefined_name
len(5)
abs("a")
int("a")
int(float("nan"))
int(float("inf"))
int(None)
float("a")
float(None)
float([])
list(5)
sum(5)
max([])
next(iter([]))
", ".join([1])
[1, 2].index(3)
[].pop()
[1].remove(2)
1 in 5
{[1]: 2}
range(0, 1, 0)
range(1.5)
round(float("nan"))
[1, 2, 3][::0]
isinstance(1, 5)
1 @ 2
f"{1.5:d}"
""".strip().split("\n")
