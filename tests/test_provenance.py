"""Results name the code that made them: all that `run` reaches, and nothing else."""

import ast

import pytest

from adamedu import reach
from adamedu.studies import __main__ as command
from adamedu.studies import harness

STUDIES = command.names()


def codes():
    return {name: harness.code(name) for name in STUDIES}


NOW = codes()


@pytest.fixture
def flagged(monkeypatch):
    """The studies whose code is another after `change(module, text)` of all texts."""

    def forget():
        reach.names_of.cache_clear()
        reach._part.cache_clear()

    def studies(change):
        source = reach.source
        monkeypatch.setattr(reach, "source", lambda name: change(name, source(name)))
        forget()
        return {name for name, code in codes().items() if code != NOW[name]}

    yield studies
    forget()


NETWORKS = {"decay_map", "fair_test", "lion_rule", "sign_descent"}  # stacked ones
SUCCESSORS = {"past_adam", "past_adam_decay", "past_adam_elsewhere"}
TEXT = {"tune_first", "warmup"}
PLANS = {"schedules_compared", "schedules_longer"}
FLAT = PLANS | {"clipping", "spikes"}  # copies of the transformer


@pytest.mark.parametrize("module, old, new, those", [
    # of `lion`, two levels below `run` or more
    ("ops", "def sign(x):", "def sign(x, y=0):",
     {"every_rule", "heavy_tails", "lion_rule", "recent_rules", "sign_descent"}
     | SUCCESSORS),
    # of `minibatch`, which `fit` and the studies' own loops call
    ("nn.fit", ".permutation(n)", ".permutation(n + 0)",
     NETWORKS
     | {"default_rate", "every_rule", "large_batch", "tune_first", "widths"}),
    ("schedules", "def decayed(", "def decayed(more=0, *, ",
     NETWORKS | TEXT | SUCCESSORS | PLANS
     | {"batch_size", "clipping", "equal_betas", "large_batch", "recent_rules"}
     | {"widths"}),
    ("rules.whole_array", "def lamb(\n    theta, g,", "def lamb(\n    theta, g, z=0,",
     {"every_rule", "large_batch", "recent_rules"}),
    ("rules.preconditioners", "every=10", "every=11",
     {"every_rule", "recent_rules"} | SUCCESSORS),
    ("landscapes", "def rosenbrock(", "def rosenbrock(more=0, ", {"default_rate"}),
    ("studies.stacked", "z.logsumexp(-1)", "z.logsumexp(2)", NETWORKS | {"widths"}),
    ("studies.stacked", "p.detach()", "p.clone()", NETWORKS | FLAT | {"vae"}),
    ("studies.next_character", "size=BATCH", "size=BATCH + 0", TEXT | {"recent_rules"}),
    ("studies.protocol", "value:.{digits}g", "value:.{digits}e", set(STUDIES)),
    # constants count by their values: here studies whose functions call it
    ("studies.protocol", "in places", "in [*places]",
     {"batch_size", "large_batch", "sign_descent"} | SUCCESSORS),
    ("studies.lion_rule", "RATES = protocol.", "RATES = 1 * protocol.", set()),
    # what only tells of results, or of rules
    ("studies.protocol", "mean.argmin(),", "mean.argmax(),", set()),
    ("rules.table", "rule.name: rule", "rule.name: rule or rule", set()),
])  # fmt: skip
def test_a_changed_helper_flags_its_studies(flagged, module, old, new, those):
    def change(name, text):
        if name != f"adamedu.{module}":
            return text
        assert text.count(old) == 1, f"{old!r} is not in {module}, or more than once"
        return text.replace(old, new)

    assert flagged(change) == those


def test_docstrings_comments_and_layout_flag_none(flagged):
    """All docstrings of all modules are others, and all comments gone."""
    changed = []

    def change(name, text):
        tree = ast.parse(text)
        kinds = (ast.FunctionDef, ast.ClassDef, ast.Module)
        for node in [n for n in ast.walk(tree) if isinstance(n, kinds)]:
            if ast.get_docstring(node):
                node.body[0].value.value += " A typpo."
                changed.append(name)
        return ast.unparse(tree)

    assert flagged(change) == set()
    assert {f"adamedu.studies.{name}" for name in STUDIES} <= set(changed)
    assert {"adamedu.nn.mlp", "adamedu.rules.per_parameter"} <= set(changed)


@pytest.mark.parametrize("name, value, those", [
    ("STEPS", 601, {"fair_test"}), ("GRID", [], {"fair_test"}),
    ("SEEDS", range(19), {"fair_test"}), ("REPORT", range(11, 20), set()),
])  # fmt: skip
def test_constants_count_by_their_values(flagged, monkeypatch, name, value, those):
    study = harness.find("fair_test")
    assert getattr(study, name) != value
    monkeypatch.setattr(study, name, value)
    assert flagged(lambda module, text: text) == those


def test_no_study_imports_another():
    for name in STUDIES:
        found = reach.imports(reach.tree(harness.home(name)))
        parts = {part for pair in found for part in (*pair[0].split("."), pair[1])}
        assert not parts & set(STUDIES), name


def test_results_of_other_code_are_stale(tmp_path):
    assert harness.stale("vae", tmp_path)
    file = tmp_path / "vae.csv"
    file.write_text(f"# {harness.version('vae')}\nbeta1,seed\n")
    assert not harness.stale("vae", tmp_path)
    file.write_text("# study 0123456789ab, numpy 2\nbeta1,seed\n")
    assert harness.stale("vae", tmp_path)
