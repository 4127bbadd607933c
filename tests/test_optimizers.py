"""Every rule against torch.optim: float64, 50 steps, parameters and state."""

import pytest
import torch

from adamedu import optimizers as rules

STEPS = 50
TOLERANCE = 1e-12  # relative to the largest entry

# rule, torch's class, torch's names of the state, our settings, torch's settings
CASES = [
    ("sgd", "SGD", [], {}, {}),
    ("sgd", "SGD", [], {"lr": 0.3}, {"lr": 0.3}),
    ("momentum", "SGD", ["momentum_buffer"], {}, {"momentum": 0.9}),
    ("momentum", "SGD", ["momentum_buffer"],
     {"lr": 0.1, "beta1": 0.5}, {"lr": 0.1, "momentum": 0.5}),
    ("nesterov", "SGD", ["momentum_buffer"], {}, {"momentum": 0.9, "nesterov": True}),
    ("nesterov", "SGD", ["momentum_buffer"],
     {"lr": 0.1, "beta1": 0.5}, {"lr": 0.1, "momentum": 0.5, "nesterov": True}),
    ("adagrad", "Adagrad", ["sum"], {}, {}),
    ("adagrad", "Adagrad", ["sum"], {"lr": 0.5, "eps": 1e-3}, {"lr": 0.5, "eps": 1e-3}),
    ("rmsprop", "RMSprop", ["square_avg"], {}, {}),
    ("rmsprop", "RMSprop", ["square_avg"],
     {"lr": 0.1, "beta2": 0.9, "eps": 1e-3}, {"lr": 0.1, "alpha": 0.9, "eps": 1e-3}),
    ("adam", "Adam", ["exp_avg", "exp_avg_sq", "step"], {}, {}),
    ("adam", "Adam", ["exp_avg", "exp_avg_sq", "step"],
     {"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-2},
     {"lr": 0.1, "betas": (0.5, 0.9), "eps": 1e-2}),
]  # fmt: skip


def gradients(kind, shape):
    generator = torch.Generator().manual_seed(0)
    g = torch.randn(STEPS, *shape, dtype=torch.float64, generator=generator)
    if kind == "sparse":
        rare = torch.rand(STEPS, *shape, generator=generator) < 0.1
        return g * rare
    return g * {"random": 1, "tiny": 1e-12, "huge": 1e8}[kind]


def distance(ours, theirs):
    scale = theirs.abs().max() if torch.any(theirs != 0) else 1
    return float((ours - theirs).abs().max() / scale)


@pytest.mark.parametrize("shape", [(), (5,), (4, 3)], ids=str)
@pytest.mark.parametrize("kind", ["random", "sparse", "tiny", "huge"])
@pytest.mark.parametrize(
    "name, theirs, keys, ours_set, theirs_set",
    CASES, ids=[f"{c[0]}-{'set' if c[3] else 'default'}" for c in CASES],
)  # fmt: skip
def test_as_torch(name, theirs, keys, ours_set, theirs_set, kind, shape):
    rule, state = getattr(rules, name), []
    theta = torch.linspace(1, 2, 12, dtype=torch.float64)[: max(1, _size(shape))]
    theta = theta.reshape(shape).clone()
    parameter = torch.nn.Parameter(theta.clone())
    optimizer = getattr(torch.optim, theirs)([parameter], **theirs_set)
    for g in gradients(kind, shape):
        theta, *state = rule(theta, g, *state, **ours_set)
        parameter.grad = g
        optimizer.step()
        assert distance(theta, parameter.detach()) <= TOLERANCE
    kept = optimizer.state[parameter]
    assert len(state) == len(keys)
    for value, key in zip(state, keys):
        assert distance(torch.as_tensor(value), kept[key]) <= TOLERANCE


def _size(shape):
    return int(torch.tensor(shape, dtype=torch.int64).prod())
