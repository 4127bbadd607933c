"""The book's rules as torch optimizers, and its schedules as torch schedulers."""

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any

from adamedu.descent import check_settings
from adamedu.nn.extras import extra
from adamedu.ops import shape

with extra("torch"):
    import torch

HALF = (torch.bfloat16, torch.float16)


class RuleOptimizer(torch.optim.Optimizer):
    """Drives a torch module by a rule, or by one rule for each parameter group.

        RuleOptimizer(net.parameters(), adam, lr=3e-3)
        RuleOptimizer([{"params": matrices}, {"params": rest}], [muon, adamw])

    A rule's settings are the entries of its group, and torch's schedulers write lr
    there. Its state is kept under the names of its arguments. Parameters of 16 bits
    have their state, and a copy of themselves named theta, in float32: a step that
    is too small for 16 bits adds up there. To compile, give it torch.compile(rule).

    Raises TypeError for what is no rule, no setting of the rule or no number,
    ValueError for a setting out of range, for as many rules as there are no groups,
    and for the state of another rule.
    """

    def __init__(
        self,
        params: Iterable[torch.Tensor] | Iterable[dict[str, Any]],
        rule: Callable[..., Any] | list[Any],
        **settings: float,
    ) -> None:
        given: list[Any] = list(params)
        grouped = not given or isinstance(given[0], dict)
        groups = given if grouped else [{"params": given}]
        rules = rule if isinstance(rule, list) else [rule] * len(groups)
        if len(rules) != len(groups):
            raise ValueError(f"{len(rules)} rules for {len(groups)} parameter groups")
        super().__init__(
            [{"rule": r, **group} for r, group in zip(rules, groups)], settings
        )

    def add_param_group(self, group: dict[str, Any]) -> None:
        """Add parameters; their rule is that of the first group if none is given."""
        rule = group["rule"] if "rule" in group else self.param_groups[0]["rule"]
        group = {"rule": rule, **parts(rule)[1], **self.defaults, **group}
        extra = set(group) - set(parts(rule)[1]) - {"rule", "params", "initial_lr"}
        if extra:
            raise TypeError(
                f"{rule.__name__} has no setting {', '.join(sorted(extra))}; "
                f"it has {', '.join(parts(rule)[1])}"
            )
        super().add_param_group(group)
        for p in self.param_groups[-1]["params"]:
            if not p.is_floating_point():
                raise TypeError(f"parameters must be real floats, got {p.dtype}")
        self.settings(self.param_groups[-1])

    @staticmethod
    def settings(group):
        """The settings of a group's rule, checked."""
        found = {name: group[name] for name in parts(group["rule"])[1]}
        for name, value in found.items():
            if callable(value):
                raise TypeError(
                    f"{name} must be a number; for a schedule, see as_torch"
                )
        check_settings(found)
        return found

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> Any:
        """One step of every parameter that has a gradient; returns closure's loss."""
        with torch.enable_grad():
            loss = closure() if closure else None
        for group in self.param_groups:
            settings = self.settings(group)
            for p in group["params"]:
                if p.grad is not None:
                    self.move(p, group["rule"], settings)
        return loss

    def move(self, p, rule, settings):
        if p.grad.is_sparse:
            raise TypeError("gradients must be dense: take p.grad.to_dense()")
        state = self.state[p]
        names = parts(rule)[0]
        if p.dtype in HALF:
            state.setdefault("theta", p.float())
        theta = state.get("theta", p)
        kept = [state[name] for name in names if name in state]
        given = theta, p.grad.to(theta.dtype)
        theta, *kept = rule(*given, *kept, **settings)
        # what it keeps of p itself or its gradient, which will change in place
        kept = [k.clone() if any(k is live for live in given) else k for k in kept]
        if shape(theta) != shape(p):
            raise ValueError(f"{rule.__name__} made {shape(theta)} of {shape(p)}")
        if "theta" in state:
            state["theta"] = theta
        state.update(zip(names, kept))
        p.copy_(theta)

    def state_dict(self) -> dict[str, Any]:
        """As of any torch optimizer; a rule is there by its name."""
        found = super().state_dict()
        for group in found["param_groups"]:
            group["rule"] = group["rule"].__name__
        return found

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over a state that the same rules have left."""
        rules = [group["rule"] for group in self.param_groups]
        saved = [group["rule"] for group in state_dict["param_groups"]]
        if saved != [rule.__name__ for rule in rules]:
            names = [rule.__name__ for rule in rules]
            raise ValueError(f"the state is of {saved}, the optimizer has {names}")
        super().load_state_dict(state_dict)
        for group, rule in zip(self.param_groups, rules):
            group["rule"] = rule
        self.restore_halves(state_dict)

    def restore_halves(self, state_dict):
        """torch casts a loaded state to its parameter's type; 16 bits lose digits."""
        numbers = [n for group in state_dict["param_groups"] for n in group["params"]]
        params = [p for group in self.param_groups for p in group["params"]]
        for number, p in zip(numbers, params):
            if p.dtype in HALF and number in state_dict["state"]:
                for name, value in state_dict["state"][number].items():
                    if torch.is_tensor(value):
                        self.state[p][name] = value.to(p.device, copy=True)


@functools.cache
def parts(rule):
    """The names of a rule's state, and its settings with their defaults."""
    if not callable(rule):
        raise TypeError(f"rule must be a function such as adam, got {rule!r}")
    _, _, *rest = inspect.signature(rule).parameters.values()
    settings = {p.name: p.default for p in rest if p.kind is p.KEYWORD_ONLY}
    return [p.name for p in rest if p.name not in settings], settings


def as_torch(
    schedule: Callable[..., float], optimizer: torch.optim.Optimizer, **settings: Any
) -> torch.optim.lr_scheduler.LambdaLR:
    """A torch scheduler that gives every group the rate schedule(t, **settings).

    t is 1 until its first step(), and then one more after each. For any torch
    optimizer; the lr that it was made with has no say.
    """
    for group in optimizer.param_groups:
        group["lr"] = group["initial_lr"] = 1.0
    return torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda done: schedule(done + 1, **settings)
    )
