"""For each rule someone else's implementation, or its paper's equations once more."""

import ast

import lion_pytorch
import optax.contrib
import prodigyopt
import pytorch_optimizer as po
import schedulefree
from torch import optim

from adamedu.rules import RULES
from tests.papers import adam_atan2, adam_mini, mars, muon, yogi
from tests.trajectories import of_optax, of_torch

TORCH = 1e-12  # relative to the largest entry so far, at every step
OTHERS = 1e-9
SINGLE = 1e-6  # pytorch_optimizer has SOAP's basis and Adam-mini's state in float32


def named(name):
    """torch's class and settings of a record such as "Adam(amsgrad=True)"."""
    call = ast.parse(RULES[name].torch, mode="eval").body
    if isinstance(call, ast.Name):
        return getattr(optim, call.id), {}
    found = {k.arg: ast.literal_eval(k.value) for k in call.keywords}
    return getattr(optim, call.func.id), found


def by_torch(name, keeps, mine, theirs, at_defaults=()):
    """The rule as its record names it in torch: at torch's defaults, and at others."""
    optimizer, settings = named(name)
    return TORCH, [
        (dict(at_defaults), of_torch(optimizer, keeps, **settings)),
        (mine, of_torch(optimizer, keeps, **{**settings, **theirs})),
    ]


ADAM = ["exp_avg", "exp_avg_sq", "step"]
# rule: tolerance, and cases: our settings, an oracle of the same, and, where they are
# not the rule's and all, a tolerance and the kinds of gradients
ORACLES = {
    "sgd": by_torch("sgd", [], {"lr": 0.3}, {"lr": 0.3}),
    "momentum": by_torch(
        "momentum", ["momentum_buffer"],
        {"lr": 0.1, "beta1": 0.5}, {"lr": 0.1, "momentum": 0.5},
    ),
    "nesterov": by_torch(
        "nesterov", ["momentum_buffer"],
        {"lr": 0.1, "beta1": 0.5}, {"lr": 0.1, "momentum": 0.5},
    ),
    "adagrad": by_torch(
        "adagrad", ["sum"], {"lr": 0.5, "eps": 1e-3}, {"lr": 0.5, "eps": 1e-3}
    ),
    "adadelta": by_torch(
        "adadelta", ["square_avg", "acc_delta"],
        {"lr": 0.5, "beta2": 0.5, "eps": 1e-3}, {"lr": 0.5, "rho": 0.5, "eps": 1e-3},
    ),
    "rmsprop": by_torch(
        "rmsprop", ["square_avg"],
        {"lr": 0.1, "beta2": 0.9, "eps": 1e-3}, {"lr": 0.1, "alpha": 0.9, "eps": 1e-3},
    ),
    "rmsprop_centered": by_torch(
        "rmsprop_centered", ["square_avg", "grad_avg"],
        {"lr": 0.1, "beta2": 0.9, "eps": 1e-3}, {"lr": 0.1, "alpha": 0.9, "eps": 1e-3},
    ),
    "rmsprop_momentum": by_torch(
        "rmsprop_momentum", ["square_avg", "momentum_buffer"],
        {"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-3},
        {"lr": 0.1, "momentum": 0.5, "alpha": 0.9, "eps": 1e-3},
    ),
    "adam": by_torch(
        "adam", ADAM, {"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-2},
        {"lr": 0.1, "betas": (0.5, 0.9), "eps": 1e-2},
    ),
    "adam_l2": (TORCH, [
        ({}, of_torch(optim.Adam, ADAM)),
        *by_torch(
            "adam_l2", ADAM,
            {"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-2, "weight_decay": 0.3},
            {"lr": 0.1, "betas": (0.5, 0.9), "eps": 1e-2, "weight_decay": 0.3},
            at_defaults={"weight_decay": 0.01},
        )[1],
    ]),
    "adamw": by_torch(
        "adamw", ADAM,
        {"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-2, "weight_decay": 0.3},
        {"lr": 0.1, "betas": (0.5, 0.9), "eps": 1e-2, "weight_decay": 0.3},
    ),
    "adamw_decoupled": (TORCH, [
        ({}, of_torch(optim.AdamW, ADAM)),
        ({"lr": 0.1, "eta": 0.5, "beta1": 0.5, "beta2": 0.9, "eps": 1e-2,
          "weight_decay": 0.3},
         of_torch(optim.AdamW, ADAM, lr=0.05, betas=(0.5, 0.9), eps=1e-2,
                  weight_decay=3)),
    ]),
    "adamax": by_torch(
        "adamax", ["exp_avg", "exp_inf", "step"],
        {"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-2},
        {"lr": 0.1, "betas": (0.5, 0.9), "eps": 1e-2},
    ),
    "nadam": by_torch(
        "nadam", [*ADAM, "mu_product"],
        {"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-2, "momentum_decay": 0.1},
        {"lr": 0.1, "betas": (0.5, 0.9), "eps": 1e-2, "momentum_decay": 0.1},
    ),
    "radam": (OTHERS, [
        # at the paper's threshold; optax has eps elsewhere, so next to none here
        ({"eps": 1e-300}, of_optax(optax.radam(1e-3, eps=1e-300, threshold=4))),
        *by_torch(
            "radam", ADAM,
            {"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-2, "rho_min": 5},
            {"lr": 0.1, "betas": (0.5, 0.9), "eps": 1e-2},
            at_defaults={"rho_min": 5},
        )[1],
    ]),
    "amsgrad": (OTHERS, [
        ({}, of_optax(optax.amsgrad(
            1e-3, bias_correction_mu=False, bias_correction_nu=False))),
        ({"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-3},
         of_optax(optax.amsgrad(0.1, 0.5, 0.9, 1e-3, bias_correction_mu=False,
                                bias_correction_nu=False))),
    ]),
    "amsgrad_torch": by_torch(
        "amsgrad_torch", ["exp_avg", "exp_avg_sq", "max_exp_avg_sq", "step"],
        {"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-2},
        {"lr": 0.1, "betas": (0.5, 0.9), "eps": 1e-2},
    ),
    "adabelief": (OTHERS, [
        ({}, of_optax(optax.adabelief(1e-3, eps_root=1e-16))),
        ({"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-4},
         of_optax(optax.adabelief(0.1, 0.5, 0.9, eps=1e-4, eps_root=1e-4))),
    ]),
    "yogi": (OTHERS, [
        ({}, yogi()),
        ({"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-2},
         yogi(lr=0.1, b1=0.5, b2=0.9, eps=1e-2)),
    ]),
    "adan": (OTHERS, [
        ({}, of_torch(po.Adan)),
        ({"lr": 0.1, "beta1": 0.5, "beta2": 0.8, "beta3": 0.9, "eps": 1e-2,
          "weight_decay": 0.3},
         of_torch(po.Adan, lr=0.1, betas=(0.5, 0.8, 0.9), eps=1e-2,
                  weight_decay=0.3)),
    ]),
    "signum": (OTHERS, [
        ({}, of_optax(optax.signum(1e-3))),
        ({"lr": 0.1, "beta1": 0.5}, of_optax(optax.signum(0.1, 0.5))),
    ]),
    "lion": (OTHERS, [
        ({}, of_torch(lion_pytorch.Lion)),
        ({"lr": 0.1, "beta1": 0.6, "beta2": 0.5, "weight_decay": 0.3},
         of_torch(lion_pytorch.Lion, lr=0.1, betas=(0.6, 0.5), weight_decay=0.3)),
    ]),
    "schedule_free_adamw": (OTHERS, [
        ({}, of_torch(schedulefree.AdamWScheduleFree)),
        ({"lr": lambda t: 0.1 * min(1, t / 10), "beta1": 0.5, "beta2": 0.9,
          "eps": 1e-2, "weight_decay": 0.3},
         of_torch(schedulefree.AdamWScheduleFree, lr=0.1, betas=(0.5, 0.9), eps=1e-2,
                  weight_decay=0.3, warmup_steps=10)),
    ]),
    "ademamix": (OTHERS, [
        ({}, of_optax(optax.contrib.ademamix(1e-3))),
        ({"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "beta3": 0.8, "alpha": 2.0,
          "eps": 1e-2, "weight_decay": 0.3},
         of_optax(optax.contrib.ademamix(0.1, 0.5, 0.9, 0.8, 2.0, 1e-2,
                                         weight_decay=0.3))),
    ]),
    "adopt": (OTHERS, [
        ({}, of_optax(optax.contrib.adopt(1e-3))),
        ({"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-2},
         of_optax(optax.contrib.adopt(0.1, 0.5, 0.9, 1e-2))),
    ]),
    "adam_atan2": (OTHERS, [
        ({}, adam_atan2()),
        ({"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "a": 1.0, "b": 2.0},
         adam_atan2(lr=0.1, betas=(0.5, 0.9), a=1.0, b=2.0)),
    ]),
    "cautious_adamw": (OTHERS, [
        ({}, of_torch(po.AdEMAMix, alpha=0.0, lr=1e-3, cautious=True)),
        ({"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-2, "weight_decay": 0.3},
         of_torch(po.AdEMAMix, alpha=0.0, lr=0.1, betas=(0.5, 0.9, 0.9), eps=1e-2,
                  weight_decay=0.3, weight_decouple=True, cautious=True)),
    ]),
    "mars": (OTHERS, [
        ({}, mars(lr=3e-3, weight_decay=0.0)),
        ({"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "gamma": 0.3, "eps": 1e-2,
          "weight_decay": 0.3},
         mars(lr=0.1, betas=(0.5, 0.9), gamma=0.3, eps=1e-2, weight_decay=0.3)),
    ]),
    "adam_mini": (SINGLE, [
        ({}, of_torch(adam_mini, lr=1e-3, weight_decay=0.0)),
        ({"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-2, "weight_decay": 0.3},
         of_torch(adam_mini, lr=0.1, betas=(0.5, 0.9), eps=1e-2, weight_decay=0.3)),
    ]),
    "lamb": (OTHERS, [
        ({}, of_optax(optax.lamb(1e-3))),
        ({"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-3, "weight_decay": 0.3},
         of_optax(optax.lamb(0.1, 0.5, 0.9, eps=1e-3, weight_decay=0.3))),
    ]),
    "adafactor": (OTHERS, [
        ({}, of_torch(po.AdaFactor, betas=(None, 0.999))),
        ({"lr": 0.1, "decay": 0.5, "clip": 0.3, "eps1": 1e-3, "eps2": 0.1},
         of_torch(po.AdaFactor, lr=0.1, betas=(None, 0.999), decay_rate=-0.5,
                  clip_threshold=0.3, eps1=1e-3, eps2=0.1, relative_step=False)),
        # with next to no eps1 it is torch's, which can take a large lr
        ({"lr": 0.5, "eps1": 1e-100},
         of_torch(optim.Adafactor, lr=0.5, eps=(1e-50, 1e-3))),
    ]),
    "adafactor_torch": (TORCH, [
        ({}, of_torch(optim.Adafactor, eps=(2.0**-23, 1e-3))),
        *by_torch(
            "adafactor_torch", [],
            {"lr": 0.5, "decay": 0.5, "clip": 1.2, "eps1": 1e-3, "eps2": 1e-2,
             "weight_decay": 0.1},
            {"lr": 0.5, "beta2_decay": -0.5, "d": 1.2, "eps": (1e-3, 1e-2),
             "weight_decay": 0.1},
            at_defaults={"eps1": 2.0**-52},
        )[1],
    ]),
    "prodigy": (OTHERS, [
        ({}, of_torch(prodigyopt.Prodigy)),
        ({"lr": 0.5, "beta1": 0.5, "beta2": 0.9, "eps": 1e-3, "d_0": 1e-2},
         of_torch(prodigyopt.Prodigy, lr=0.5, betas=(0.5, 0.9), eps=1e-3, d0=1e-2)),
    ]),
    "muon": (OTHERS, [
        ({}, muon()),
        ({"lr": 0.1, "beta1": 0.5, "weight_decay": 0.3},
         muon(lr=0.1, beta1=0.5, weight_decay=0.3)),
    ]),
    "shampoo": (OTHERS, [
        ({}, of_torch(po.Shampoo)),
        ({"lr": 0.3, "eps": 1e-2}, of_torch(po.Shampoo, lr=0.3, matrix_eps=1e-2)),
    ]),
    "soap": (OTHERS, [
        ({"every": 99}, of_torch(po.SOAP, precondition_frequency=99)),
        ({"lr": 0.1, "beta1": 0.8, "beta2": 0.9, "eps": 1e-3, "weight_decay": 0.1,
          "every": 99},
         of_torch(po.SOAP, lr=0.1, betas=(0.8, 0.9), eps=1e-3, weight_decay=0.1,
                  precondition_frequency=99)),
        ({}, of_torch(po.SOAP), SINGLE, ["random"]),
    ]),
}  # fmt: skip

EQUIVALENT = {  # how many of the changes in test_rules.py no walk can show
    "radam": 1,  # rho passes 4 and 4.04 in the same step
    "adan": 2,  # g_old at t = 1
    "signum": 2,  # the size of m
    "adopt": 1,  # v at the first step
    "mars": 1,  # g_old at the first step
    "lamb": 1,  # the ratio at theta = 0: see test_properties
    "schedule_free_adamw": 2,  # the weight of z in x while both are where they began
    "adafactor": 3,  # row and col at t = 1, len > 1
    "adafactor_torch": 3,  # as above
    "prodigy": 1,  # a sign before an absolute value
    "muon": 2,  # defaults of orthogonal, which it does not use: see test_matrices
    "shampoo": 2,  # signs before an absolute value
    "soap": 6,  # v and t at the start, the scale before eigenvectors are taken
}
