"""One record for each rule: what tests, studies and the page of rules go through."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from adamedu.rules import (
    one_rate,
    per_parameter,
    preconditioners,
    variants,
    whole_array,
)


@dataclass(frozen=True)
class Rule:
    """An update rule, and what there is to know about it.

    `looks_at` is "numbers" (each parameter for itself), "arrays" (a norm, a mean)
    or "matrices" (rows and columns).
    """

    function: Callable
    looks_at: str = "numbers"

    @property
    def name(self):
        return self.function.__name__

    @property
    def state(self):
        """The names of what it keeps, in the order of its arguments."""
        _, _, *rest = inspect.signature(self.function).parameters.values()
        return [p.name for p in rest if p.kind is not p.KEYWORD_ONLY]

    @property
    def settings(self):
        """Its settings with their defaults."""
        found = inspect.signature(self.function).parameters.values()
        return {p.name: p.default for p in found if p.kind is p.KEYWORD_ONLY}


RULES = {
    rule.name: rule
    for rule in [
        Rule(one_rate.sgd),
        Rule(one_rate.momentum),
        Rule(one_rate.nesterov),
        Rule(per_parameter.adagrad),
        Rule(per_parameter.adadelta),
        Rule(per_parameter.rmsprop),
        Rule(per_parameter.rmsprop_centered),
        Rule(per_parameter.rmsprop_momentum),
        Rule(per_parameter.adam),
        Rule(per_parameter.adam_l2),
        Rule(per_parameter.adamw),
        Rule(per_parameter.adamw_decoupled),
        Rule(variants.amsgrad),
        Rule(variants.amsgrad_torch),
        Rule(variants.adamax),
        Rule(variants.nadam),
        Rule(variants.radam),
        Rule(variants.adabelief),
        Rule(variants.yogi),
        Rule(variants.adan),
        Rule(variants.lion),
        Rule(variants.schedule_free_adamw),
        Rule(whole_array.lamb, "arrays"),
        Rule(whole_array.adafactor, "arrays"),
        Rule(whole_array.adafactor_torch, "arrays"),
        Rule(whole_array.muon, "matrices"),
        Rule(whole_array.prodigy, "arrays"),
        Rule(preconditioners.shampoo, "matrices"),
        Rule(preconditioners.soap, "matrices"),
    ]
}
