"""Every rule against someone else's: float64, 50 steps, theta and torch's state."""

import lion_pytorch
import numpy as np
import optax
import prodigyopt
import pytest
import pytorch_optimizer
import schedulefree
from torch import optim

from adamedu import rules
from adamedu.rules import RULES
from tests.oracles import KINDS, distance, gradients, of_optax, of_torch, ours, start

TORCH = 1e-12  # relative to the largest entry so far, at every step
OTHERS = 1e-9

# rule: torch's class, its names of the state; then ours = theirs, of two settings
BY_TORCH = {
    "sgd": (optim.SGD, [], {}, {}, {"lr": 0.3}, {"lr": 0.3}),
    "momentum": (
        optim.SGD, ["momentum_buffer"], {}, {"momentum": 0.9},
        {"lr": 0.1, "beta1": 0.5}, {"lr": 0.1, "momentum": 0.5},
    ),
    "nesterov": (
        optim.SGD, ["momentum_buffer"], {}, {"momentum": 0.9, "nesterov": True},
        {"lr": 0.1, "beta1": 0.5}, {"lr": 0.1, "momentum": 0.5, "nesterov": True},
    ),
    "adagrad": (
        optim.Adagrad, ["sum"], {}, {}, {"lr": 0.5, "eps": 1e-3},
        {"lr": 0.5, "eps": 1e-3},
    ),
    "adadelta": (
        optim.Adadelta, ["square_avg", "acc_delta"], {}, {},
        {"lr": 0.5, "beta2": 0.5, "eps": 1e-3}, {"lr": 0.5, "rho": 0.5, "eps": 1e-3},
    ),
    "rmsprop": (
        optim.RMSprop, ["square_avg"], {}, {},
        {"lr": 0.1, "beta2": 0.9, "eps": 1e-3}, {"lr": 0.1, "alpha": 0.9, "eps": 1e-3},
    ),
    "rmsprop_centered": (
        optim.RMSprop, ["square_avg", "grad_avg"], {}, {"centered": True},
        {"beta2": 0.9, "eps": 1e-3}, {"alpha": 0.9, "eps": 1e-3, "centered": True},
    ),
    "rmsprop_momentum": (
        optim.RMSprop, ["square_avg", "momentum_buffer"], {}, {"momentum": 0.9},
        {"beta1": 0.5, "beta2": 0.9}, {"momentum": 0.5, "alpha": 0.9},
    ),
    "adam": (
        optim.Adam, ["exp_avg", "exp_avg_sq", "step"], {}, {},
        {"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-2},
        {"lr": 0.1, "betas": (0.5, 0.9), "eps": 1e-2},
    ),
    "adam_l2": (
        optim.Adam, ["exp_avg", "exp_avg_sq", "step"], {}, {},
        {"lr": 0.1, "weight_decay": 0.3}, {"lr": 0.1, "weight_decay": 0.3},
    ),
    "adamw": (
        optim.AdamW, ["exp_avg", "exp_avg_sq", "step"], {}, {},
        {"lr": 0.1, "weight_decay": 0.3}, {"lr": 0.1, "weight_decay": 0.3},
    ),
    "adamw_decoupled": (
        optim.AdamW, ["exp_avg", "exp_avg_sq", "step"], {}, {},
        {"lr": 0.1, "eta": 0.5, "weight_decay": 0.3}, {"lr": 0.05, "weight_decay": 3},
    ),
    "amsgrad_torch": (
        optim.Adam, ["exp_avg", "exp_avg_sq", "max_exp_avg_sq", "step"],
        {}, {"amsgrad": True},
        {"lr": 0.1, "beta2": 0.5}, {"lr": 0.1, "betas": (0.9, 0.5), "amsgrad": True},
    ),
    "adamax": (
        optim.Adamax, ["exp_avg", "exp_inf", "step"], {}, {},
        {"lr": 0.1, "beta2": 0.5, "eps": 1e-2},
        {"lr": 0.1, "betas": (0.9, 0.5), "eps": 1e-2},
    ),
    "nadam": (
        optim.NAdam, ["exp_avg", "exp_avg_sq", "step", "mu_product"], {}, {},
        {"lr": 0.1, "beta1": 0.5, "momentum_decay": 0.1},
        {"lr": 0.1, "betas": (0.5, 0.999), "momentum_decay": 0.1},
    ),
    "radam": (
        optim.RAdam, ["exp_avg", "exp_avg_sq", "step"], {"rho_min": 5}, {},
        {"lr": 0.1, "beta2": 0.9, "eps": 1e-2, "rho_min": 5},
        {"lr": 0.1, "betas": (0.9, 0.9), "eps": 1e-2},
    ),
    "adafactor_torch": (
        optim.Adafactor, [], {"eps1": 2.0**-52}, {},
        {"lr": 0.5, "decay": 0.5, "clip": 1.2, "eps1": 1e-3, "weight_decay": 0.1},
        {"lr": 0.5, "beta2_decay": -0.5, "d": 1.2, "eps": (1e-3, 1e-3),
         "weight_decay": 0.1},
    ),
}  # fmt: skip

po = pytorch_optimizer
BY_OTHERS = {  # rule: ours and theirs, of two settings
    "adabelief": (
        {}, of_optax(optax.adabelief(1e-3, eps_root=1e-16)),
        {"lr": 0.1, "beta1": 0.5, "eps": 1e-4},
        of_optax(optax.adabelief(0.1, b1=0.5, eps=1e-4, eps_root=1e-4)),
    ),
    "adan": (
        {}, of_torch(po.Adan),
        {"lr": 0.1, "beta1": 0.5, "beta2": 0.8, "weight_decay": 0.3},
        of_torch(po.Adan, lr=0.1, betas=(0.5, 0.8, 0.99), weight_decay=0.3),
    ),
    "lion": (
        {}, of_torch(lion_pytorch.Lion),
        {"lr": 0.1, "beta2": 0.5, "weight_decay": 0.3},
        of_torch(lion_pytorch.Lion, lr=0.1, betas=(0.9, 0.5), weight_decay=0.3),
    ),
    "schedule_free_adamw": (
        {}, of_torch(schedulefree.AdamWScheduleFree),
        {"lr": lambda t: 0.1 * min(1, t / 10), "beta2": 0.9, "weight_decay": 0.3},
        of_torch(schedulefree.AdamWScheduleFree, lr=0.1, betas=(0.9, 0.9),
                 weight_decay=0.3, warmup_steps=10),
    ),
    "lamb": (
        {}, of_optax(optax.lamb(1e-3)),
        {"lr": 0.1, "beta1": 0.5, "eps": 1e-3, "weight_decay": 0.3},
        of_optax(optax.lamb(0.1, b1=0.5, eps=1e-3, weight_decay=0.3)),
    ),
    "adafactor": (
        {}, of_torch(po.AdaFactor, betas=(None, 0.999)),
        {"decay": 0.5, "clip": 0.3, "eps2": 0.1},
        of_torch(po.AdaFactor, betas=(None, 0.999), decay_rate=-0.5,
                 clip_threshold=0.3, eps2=0.1),
    ),
    "prodigy": (
        {}, of_torch(prodigyopt.Prodigy),
        {"lr": 0.5, "beta1": 0.5, "beta2": 0.9, "eps": 1e-3, "d_0": 1e-2},
        of_torch(prodigyopt.Prodigy, lr=0.5, betas=(0.5, 0.9), eps=1e-3, d0=1e-2),
    ),
}  # fmt: skip


def rule_named(name):
    return RULES[name].function


each_shape = pytest.mark.parametrize("shape", [(), (5,), (4, 3), (3, 4, 5)], ids=str)
each_kind = pytest.mark.parametrize("kind", KINDS)
each_setting = pytest.mark.parametrize("second", [0, 1], ids=["default", "set"])


@each_shape
@each_kind
@each_setting
@pytest.mark.parametrize("name", BY_TORCH)
def test_as_torch(name, second, kind, shape):
    theirs, keys, *settings = BY_TORCH[name]
    mine, their = settings[2 * second : 2 * second + 2]
    rule, oracle = ours(rule_named(name), **mine), of_torch(theirs, **their)
    theta, g = start(shape), gradients(kind, shape)
    assert distance(rule(theta, g), oracle(theta, g)) <= TORCH
    for value, key in zip(rule.state, keys):
        kept = oracle.state[key].numpy()
        assert distance([value + 0 * kept], [kept]) <= TORCH, key


@each_shape
@each_kind
@each_setting
@pytest.mark.parametrize("name", BY_OTHERS)
def test_as_others(name, second, kind, shape):
    settings, oracle = BY_OTHERS[name][2 * second : 2 * second + 2]
    theta, g = start(shape), gradients(kind, shape)
    rule = ours(rule_named(name), **settings)
    assert distance(rule(theta, g), oracle(theta, g)) <= OTHERS


def test_radam_from_the_paper_s_fourth_degree_of_freedom():
    """optax can take the paper's threshold; its eps stands elsewhere, so 0 here."""
    g = gradients("random", (5,))
    oracle = of_optax(optax.radam(0.1, eps=0, threshold=4))
    mine = ours(rules.radam, lr=0.1, eps=0)
    assert distance(mine(start((5,)), g), oracle(start((5,)), g)) <= OTHERS


@each_kind
def test_yogi_s_moments_as_optax_s(kind):
    """optax corrects the moments; before that, they are the paper's."""
    g, mine = gradients(kind, (5,)), ours(rules.yogi)
    oracle = of_optax(optax.scale_by_yogi(initial_accumulator_value=0))
    mine(start((5,)), g), oracle(start((5,)), g)
    for value, kept in zip(mine.state, (oracle.state.mu, oracle.state.nu)):
        assert distance([value], [np.asarray(kept)]) <= OTHERS


def test_yogi_by_hand():
    """g = 2, then 1: v = 0.004, then 0.003, by steps of 0.001 g**2 towards g**2."""
    theta, m, v = rules.yogi(0.0, 2.0)
    assert (m, v) == (pytest.approx(0.2), pytest.approx(0.004))
    assert theta == pytest.approx(-0.01 * 0.2 / (0.004**0.5 + 1e-3))
    theta, m, v = rules.yogi(0.0, 0.05, m, v)
    assert v == pytest.approx(0.004 - 0.001 * 0.05**2)


def test_amsgrad_by_hand():
    """Two steps of Algorithm 2 with g = 3, then 1: v falls, v_max does not."""
    settings = {"lr": 0.1, "beta1": 0.5, "beta2": 0.5, "eps": 0}
    theta, *state = rules.amsgrad(0.0, 3.0, **settings)
    assert state == [1.5, 4.5, 4.5]
    theta, *state = rules.amsgrad(0.0, 1.0, *state, **settings)
    assert state == [1.25, 2.75, 4.5]
    assert theta == pytest.approx(-0.1 * 1.25 / 4.5**0.5)
