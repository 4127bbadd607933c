"""The transformer against torch's own layers, and as `fit` uses it."""

import numpy as np
import pytest
import torch
from torch import nn

from adamedu.nn.datasets import characters
from adamedu.nn.fit import fit
from adamedu.nn.transformer import Transformer, windows
from adamedu.rules import adam


def of_torch(net, theta):
    """The same network from torch's layers."""
    p, pre = dict(zip(net.names, theta)), net.norm == "pre"
    layer = nn.TransformerEncoderLayer(
        net.width, net.heads, 4 * net.width, dropout=0, batch_first=True, norm_first=pre
    )
    body = nn.TransformerEncoder(
        layer, net.layers, nn.LayerNorm(net.width) if pre else None,
        enable_nested_tensor=False,
    )  # fmt: skip
    state = {}
    for k in range(net.layers):
        to = f"layers.{k}."
        state[to + "self_attn.in_proj_weight"] = p[f"{k} qkv"].T
        state[to + "self_attn.in_proj_bias"] = torch.zeros(3 * net.width)
        state[to + "self_attn.out_proj.weight"] = p[f"{k} out"].T
        state[to + "self_attn.out_proj.bias"] = torch.zeros(net.width)
        for number, name in (("1", "up"), ("2", "down")):
            state[to + f"linear{number}.weight"] = p[f"{k} {name}"].T
            state[to + f"linear{number}.bias"] = p[f"{k} {name} bias"]
            state[to + f"norm{number}.weight"] = p[f"{k} norm {number}"][0]
            state[to + f"norm{number}.bias"] = p[f"{k} norm {number}"][1]
    if pre:
        state["norm.weight"], state["norm.bias"] = p["norm"]
    body.load_state_dict(state)

    def logits(x):
        mask = nn.Transformer.generate_square_subsequent_mask(x.shape[1])
        h = p["token"][x] + p["position"][: x.shape[1]]
        return body(h, mask=mask, is_causal=True) @ p["head"]

    return logits


@pytest.mark.parametrize("norm", ["pre", "post"])
def test_as_torch(norm):
    rng = np.random.default_rng(0)
    net = Transformer(11, 9, width=12, heads=3, norm=norm)
    theta = [p + 0.1 * torch.randn(p.shape) for p in net.init(rng)]
    x = torch.from_numpy(rng.integers(11, size=(4, 9)))
    assert torch.allclose(
        net.logits(theta, x), of_torch(net, theta)(x), rtol=0, atol=1e-5
    )


def test_it_does_not_see_the_future():
    net = Transformer(11, 9)
    theta = net.init(np.random.default_rng(0))
    x = np.arange(9)[None] % 11
    changed = x.copy()
    changed[0, 6:] = 0
    one, other = (net.logits(theta, torch.from_numpy(a)) for a in (x, changed))
    assert torch.equal(one[:, :6], other[:, :6]) and not torch.equal(one, other)


def test_windows_by_hand():
    x, y = windows(np.array([5, 6, 7, 8]), 2)
    assert x.tolist() == [[5, 6], [6, 7]] and y.tolist() == [[6, 7], [7, 8]]


def test_fit_trains_it():
    """Chance is the logarithm of the alphabet; letter frequencies alone reach 3."""
    codes, alphabet = characters()
    net = Transformer(len(alphabet), 16)
    start = net.init(np.random.default_rng(0))
    x, y = windows(codes[:50_000], 16)
    assert net.loss(start, x[:500], y[:500]) == pytest.approx(
        np.log(len(alphabet)), abs=0.7
    )
    theta, _ = fit(net, start, x, y, adam, steps=150, batch=16, lr=1e-2)
    assert net.loss(theta, x[:500], y[:500]) < 2.9


@pytest.mark.parametrize("settings", [{"norm": "both"}, {"heads": 5}])
def test_bad_settings(settings):
    with pytest.raises(ValueError, match=next(iter(settings))):
        Transformer(11, 9, **settings)
