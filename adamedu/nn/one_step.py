"""One step of a rule on a torch parameter: what goes in, is kept, and is refused."""

import inspect

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
    """The parameter; of 16 bits, its float32 copy, where p is as that left it."""
    theta = p.detach()
    if p.dtype not in HALF:
        state.pop("theta", None)
        return theta
    copy = state.setdefault("theta", theta.float())
    return torch.where(copy.to(p.dtype) == theta, copy, theta.float())


def own(kept, live):
    """What a rule keeps, with a copy of all that lies in `live` memory."""

    def apart(x):
        if hasattr(x, "__array_interface__"):  # NumPy's view of a tensor, maybe
            return x.copy()
        alive = torch.is_tensor(x) and x.untyped_storage().data_ptr() in live
        return x.clone() if alive else x

    return tree_map(apart, kept)


def copied(kept, device):
    """A copy of a state, on a device."""
    return tree_map(
        lambda x: x.to(device, copy=True) if torch.is_tensor(x) else x, kept
    )


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
