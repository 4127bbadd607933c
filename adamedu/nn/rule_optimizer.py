"""The book's rules as torch optimizers, and its schedules as torch schedulers."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from adamedu.descent import at, check_settings, rule_name
from adamedu.nn.extras import extra
from adamedu.nn.one_step import (
    called,
    check_gradient,
    check_group,
    check_range,
    check_saved,
    copied,
    listed,
    may_follow,
    parts,
    plain,
    precise,
)
from adamedu.ops import shape

with extra("torch"):
    import torch

NOTES = {  # what others write into a group: its names, and torch's schedulers
    "params", "param_names", "name", "lr_scale", "initial_lr", "max_lr", "min_lr",
    "max_momentum", "base_momentum", "swa_lr",
}  # fmt: skip


class Settings(dict):
    """Settings of all groups. OneCycleLR and CyclicLR look here for a momentum, and
    write theirs into the groups."""

    def __contains__(self, name):
        return name == "momentum" or super().__contains__(name)


class RuleOptimizer(torch.optim.Optimizer):
    """Drives a torch module by a rule, or by one rule for each parameter group.

        RuleOptimizer(net.parameters(), adam, lr=3e-3)
        RuleOptimizer([{"params": matrices}, {"params": rest}], [muon, adamw])

    A rule's settings are the entries of its group, and torch's schedulers write lr
    there. The momentum of OneCycleLR and CyclicLR is beta1; for a rule that has none,
    pass them cycle_momentum=False. A rule's state is kept under the names of its
    arguments. Parameters of 16 bits have their state, and a copy of themselves named
    theta, in float32: a step that is too small for 16 bits adds up there. Where such a
    parameter was changed since, it counts, and not the copy. To compile, give it
    torch.compile(rule).

    Each rule is tried on a copy of its parameters at once, with a gradient of 0.
    Raises TypeError for what is no rule, no setting of the rule, no number or no list
    of parameters, ValueError for a setting out of range, a parameter that the rule
    can't take, as many rules as there are no groups, and a state of something else.
    All this before anything has moved. Raises OverflowError where a rule that looks at
    whole arrays makes of finite numbers others, and leaves that parameter as it was.
    """

    def __init__(
        self,
        params: Iterable[torch.Tensor]
        | Iterable[tuple[str, torch.Tensor]]
        | Iterable[dict[str, Any]],
        rule: Callable[..., Any] | list[Any],
        **settings: Any,
    ) -> None:
        given = listed(params)
        if not given:
            raise ValueError("params is empty: an optimizer needs a parameter")
        grouped = isinstance(given[0], dict)
        groups = given if grouped else [{"params": given}]
        rules = rule if isinstance(rule, list) else [rule] * len(groups)
        if len(rules) != len(groups):
            raise ValueError(f"{len(rules)} rules for {len(groups)} parameter groups")
        for group in groups:
            check_group(group)
        super().__init__(
            [{"rule": r, **group} for r, group in zip(rules, groups)],
            Settings(settings),
        )

    def add_param_group(self, group: dict[str, Any]) -> None:
        """Add parameters; their rule is that of the first group if none is given."""
        check_group(group)
        params = group["params"]
        params = [params] if isinstance(params, torch.Tensor) else listed(params)
        rule = group["rule"] if "rule" in group else self.param_groups[0]["rule"]
        allowed = parts(rule)[1]
        group = {"rule": rule, **allowed, **self.defaults, **group, "params": params}
        unknown = set(group) - set(allowed) - NOTES - {"rule"}
        if unknown:
            raise TypeError(
                f"{rule_name(rule)} has no setting {', '.join(sorted(unknown))}; "
                f"it has {', '.join(allowed)}"
            )
        self.settings(group)
        super().add_param_group(group)
        try:
            for p in group["params"]:
                if not p.is_floating_point():
                    raise TypeError(f"parameters must be real floats, got {p.dtype}")
                self.tried(p, group)
        except Exception:
            self.param_groups.pop()
            raise

    @staticmethod
    def settings(group):
        """The settings of a group's rule, checked; the rule's own where one is gone."""
        known = parts(group["rule"])[1]
        if "momentum" in group:
            if "beta1" not in known:
                raise TypeError(
                    f"{rule_name(group['rule'])} has no beta1 that OneCycleLR or "
                    "CyclicLR could cycle: pass cycle_momentum=False"
                )
            group["beta1"] = group.pop("momentum")
        found = {name: plain(group.get(name, own)) for name, own in known.items()}
        for name, value in found.items():
            if value is inspect.Parameter.empty:
                raise TypeError(f"{rule_name(group['rule'])} needs a value for {name}")
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
        settings = [self.settings(group) for group in self.param_groups]
        for group in self.param_groups:
            for p in group["params"]:
                check_gradient(p)
        for group, now in zip(self.param_groups, settings):
            for p in group["params"]:
                if p.grad is not None and p.numel():
                    self.move(p, group["rule"], now)
        return loss

    def move(self, p, rule, settings):
        state = self.state[p]
        names = parts(rule)[0]
        kept = [state[name] for name in names if name in state]
        theta = before = precise(p, state)  # a rule may keep it, and g
        g = p.grad.to(theta.dtype, copy=True)
        theta, *kept = called(rule, theta, g, kept, settings)
        check_range(rule, before, g, theta)
        if "theta" in state:
            state["theta"] = theta
        state.update(zip(names, kept))
        p.copy_(theta)

    @torch.no_grad()
    def tried(self, p, group):
        """p's state, by name, after a step of its group with gradient 0."""
        if not p.numel():
            return {}
        theta = precise(p, {})
        g = torch.zeros_like(theta)
        _, *kept = called(group["rule"], theta, g, [], self.settings(group))
        return dict(zip(parts(group["rule"])[0], kept))

    def state_dict(self) -> dict[str, Any]:
        """As of any torch optimizer; a rule is there by its name."""
        found = super().state_dict()
        for group in found["param_groups"]:
            group["rule"] = rule_name(group["rule"])
        return found

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over state_dict, what state_dict() of the same rules has given."""
        check_saved(state_dict, self.param_groups)
        rules = [group["rule"] for group in self.param_groups]
        for rule, group in zip(rules, state_dict["param_groups"]):
            self.settings({**group, "rule": rule})
        pairs = [
            (p, group, number)
            for group, other in zip(self.param_groups, state_dict["param_groups"])
            for p, number in zip(group["params"], other["params"])
            if state_dict["state"].get(number)
        ]
        for p, group, number in pairs:
            self.check_state(p, group, number, state_dict["state"][number])
        # torch casts a state to 16 bits, and can't make a named tuple
        super().load_state_dict({**state_dict, "state": {}})
        for group, rule in zip(self.param_groups, rules):
            group["rule"] = rule
        for p, _, number in pairs:
            self.state[p] = copied(state_dict["state"][number], p)

    def check_state(self, p, group, number, saved):
        first = self.tried(p, group)
        found = {name: value for name, value in saved.items() if name != "theta"}
        fits = found.keys() == first.keys() and all(
            may_follow(first[name], found[name]) for name in found
        )
        if not fits or shape(saved.get("theta", p)) != shape(p):
            have, need = ({k: shape(v) for k, v in s.items()} for s in (found, first))
            raise ValueError(
                f"the state of parameter {number} has {have}, not {need}: "
                f"is it of another network or another {rule_name(group['rule'])}?"
            )

    def __getstate__(self):
        """A compiled rule is stored as its text, and compiled anew."""
        found = super().__getstate__()
        groups = [{**group} for group in self.param_groups]
        for group in groups:
            if hasattr(group["rule"], "_torchdynamo_orig_callable"):
                group["rule"] = Compiled(inspect.unwrap(group["rule"]))
        return {**found, "param_groups": groups}

    def __setstate__(self, state):
        super().__setstate__(state)
        for group in self.param_groups:
            if isinstance(group["rule"], Compiled):
                group["rule"] = torch.compile(group["rule"].rule)


@dataclass
class Compiled:
    """A compiled rule on its way through a file."""

    rule: Callable[..., Any]


def as_torch(
    schedule: Callable[..., float], optimizer: torch.optim.Optimizer, **settings: Any
) -> torch.optim.lr_scheduler.LambdaLR:
    """A torch scheduler that gives every group the rate schedule(t, **settings).

    t is 1 until its first step(), and then one more after each. For any torch
    optimizer; the lr that it was made with has no say, but if it is a tensor, the
    rate is written into it. To go on with a saved run, make the optimizer and this
    scheduler first, and then load the states of both.

    Raises TypeError or ValueError for a rate that is none, with its step: for that of
    step 1 at once, and before it is written for that of a later one.
    """
    check_kinds(schedule, optimizer)

    def rate(t):
        return at(t, {"lr": lambda t: schedule(t, **settings)})["lr"]

    rate(1)  # raises before a rate is written
    for group in optimizer.param_groups:
        if isinstance(group["lr"], torch.Tensor):
            group["lr"].fill_(1.0)
            group["initial_lr"] = group["lr"].clone()
        else:
            group["lr"] = group["initial_lr"] = 1.0
    return torch.optim.lr_scheduler.LambdaLR(optimizer, lambda done: rate(done + 1))


def check_kinds(schedule, optimizer):
    """Raise TypeError for no schedule, or no optimizer of torch."""
    if not callable(schedule) or not isinstance(optimizer, torch.optim.Optimizer):
        kinds = f"{type(schedule).__name__} and {type(optimizer).__name__}"
        raise TypeError(
            f"give a schedule such as cosine, and then an optimizer, got {kinds}"
        )
