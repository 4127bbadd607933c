"""One step of a rule on a torch parameter: what goes in, is kept, and is refused."""

import copy
import inspect
import reprlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from adamedu.descent import rule_name
from adamedu.nn.extras import extra
from adamedu.ops import finite, shape
from adamedu.rules import RULES

with extra("torch"):
    import torch
    from torch.utils._pytree import tree_map

HALF = (torch.bfloat16, torch.float16)
WHOLE = [rule.function for rule in RULES.values() if rule.looks_at != "numbers"]


def called(rule, theta, g, kept, settings):
    """[theta, *state] after a step, if the rule returns what its arguments promise."""
    names = parts(rule)[0]
    found = rule(theta, g, *kept, **settings)
    if not isinstance(found, tuple | list) or len(found) != 1 + len(names):
        raise TypeError(
            f"{rule_name(rule)} must return a tuple of {', '.join(['theta', *names])}; "
            "the settings of a rule stand behind a *"
        )
    if shape(found[0]) != shape(theta):
        raise ValueError(f"{rule_name(rule)} made {shape(found[0])} of {shape(theta)}")
    return found


def precise(p, state):
    """A copy of the parameter; of 16 bits, in float32, where p is as that left it."""
    theta = p.detach().clone()
    if p.dtype not in HALF:
        state.pop("theta", None)
        return theta
    full = state.setdefault("theta", theta.float())
    return torch.where(full.to(p.dtype) == theta, full, theta.float())


def copied(kept, p):
    """A copy of a state, for p; 16 bits lose digits."""
    dtype = None if p.dtype in HALF else p.dtype

    def apart(x):
        if not torch.is_tensor(x):
            return copy.deepcopy(x)
        return x.to(p.device, dtype if x.is_floating_point() else None, copy=True)

    return tree_map(apart, kept)


def listed(params):
    """Parameters as a list."""
    wrong = isinstance(params, str | Mapping | set | frozenset | torch.nn.Module)
    if wrong or hasattr(params, "shape") or not isinstance(params, Iterable):
        raise TypeError(
            f"params must be a list, got {type(params).__name__}: write [p] for one "
            "tensor p, net.parameters() for net, [group] for one group"
        )
    found = list(params)
    if not found and isinstance(params, Iterator):
        raise ValueError("params is a generator that is used up: make it anew")
    return found


def check_group(group):
    """Raise for what is no group of parameters."""
    if not isinstance(group, dict) or "params" not in group:
        raise TypeError(f"a group must be a dict with params in it, got {told(group)}")


def check_saved(saved, groups):
    """Raise ValueError for what is no state of an optimizer with these groups."""
    if not isinstance(saved, dict) or not {"state", "param_groups"} <= saved.keys():
        raise ValueError(f"a state is what state_dict() gives, got {told(saved)}")
    for name, kind in (("state", dict), ("param_groups", list)):
        if not isinstance(saved[name], kind):
            raise ValueError(
                f"a state is what state_dict() gives: its {name} must be a "
                f"{kind.__name__}, got {type(saved[name]).__name__}"
            )
    for group in saved["param_groups"]:
        check_group(group)
        listed(group["params"])
    for number, one in saved["state"].items():
        if not isinstance(one, dict):
            raise ValueError(
                f"the state of parameter {number} must be a dict, got {told(one)}"
            )
    rules = [group.get("rule") for group in saved["param_groups"]]
    names = [rule_name(group["rule"]) for group in groups]
    if rules != names:
        was = "of no rules" if None in rules else f"of {rules}"
        raise ValueError(f"the state is {was}, the optimizer has {names}")
    have, need = (
        [len(group["params"]) for group in some]
        for some in (saved["param_groups"], groups)
    )
    if have != need:
        raise ValueError(
            f"the state has groups of {have} parameters, the optimizer of {need}"
        )


def told(value):
    """What a value is, in few words: a dict's first names, or else its kind."""
    if isinstance(value, dict):
        return reprlib.repr([*value])
    return type(value).__name__


def may_follow(first, saved):
    """Whether a part of a state may be what `first` has become; a history may grow."""
    if isinstance(saved, Sequence | Mapping) and not isinstance(saved, str):
        return True
    numbers = [
        isinstance(x, int | float) or hasattr(x, "shape") for x in (first, saved)
    ]
    return numbers[0] == numbers[1] and shape(first) in ((), shape(saved))


def check_gradient(p):
    """Raise for a gradient that no rule can take."""
    if p.grad is not None and p.grad.layout is not torch.strided:
        raise TypeError("gradients must be dense: take p.grad.to_dense()")
    if p.grad is not None and p.grad.shape != p.shape:
        raise ValueError(f"a gradient of {shape(p.grad)} for a parameter of {shape(p)}")


def check_range(rule, theta, g, made):
    """Raise where a sum over a whole array has left the range of its type."""
    whole = getattr(inspect.unwrap(rule), "func", inspect.unwrap(rule)) in WHOLE
    if whole and not finite(made) and finite(theta) and finite(g):
        raise OverflowError(
            f"{rule_name(rule)} leaves the range of {g.dtype} where gradients of shape "
            f"{shape(g)} are up to {g.abs().max():.0e}: clip them"
        )


def plain(value):
    """A setting; of NumPy's, a number of Python's, which widens no tensor."""
    numpy = hasattr(value, "item") and not torch.is_tensor(value)
    return value.item() if numpy and shape(value) == () else value


def parts(rule):
    """The names of a rule's state, and its settings with their defaults."""
    if not callable(rule) or inspect.isclass(rule):
        raise TypeError(f"rule must be a function such as adam, got {rule!r}")
    _, _, *rest = inspect.signature(rule).parameters.values()
    settings = {p.name: p.default for p in rest if p.kind is p.KEYWORD_ONLY}
    return [p.name for p in rest if p.name not in settings], settings
