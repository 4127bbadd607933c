"""Trainings by torch.optim, scikit-learn and optax, each as the rows of a log."""

import math

import jax
import numpy as np
import optax
import torch
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine
from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import LambdaLR

from adamedu.nn import datasets

FIELDS = ["step", "loss", "grad_norm", "lr"]


def tensors(x, y):
    x = (x - x.mean(0)) / (x.std(0) + 1e-6)
    kind = torch.float32 if y.dtype.kind == "f" else torch.int64
    return torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=kind)


def digits():
    return tensors(*datasets.digits())


def signals():
    return tensors(*datasets.mnist1d()[:2])


def tumours():
    return tensors(*load_breast_cancer(return_X_y=True))


def wines():
    return tensors(*load_wine(return_X_y=True))


def diabetes():
    x, y = load_diabetes(return_X_y=True)
    return tensors(x, (y[:, None] - y.mean()) / y.std())


def letters(context=16):
    codes, alphabet = datasets.characters()
    windows = np.lib.stride_tricks.sliding_window_view(codes[:40_000], context + 1)
    return torch.tensor(windows[:, :-1].copy()), torch.tensor(windows[:, -1].copy())


def net(inputs, *sizes, act=nn.ReLU, drop=0.0):
    layers = []
    for size in sizes[:-1]:
        layers += [nn.Linear(inputs, size), act(), nn.Dropout(drop)]
        inputs = size
    return nn.Sequential(*layers, nn.Linear(inputs, sizes[-1]))


class Reader(nn.Module):
    """The next letter: an embedding, then a GRU or a transformer's layers."""

    def __init__(self, layers=0, width=48, letters=80):
        super().__init__()
        self.embed = nn.Embedding(letters, width)
        self.place = nn.Parameter(0.02 * torch.randn(16, width))
        if layers:
            one = nn.TransformerEncoderLayer(width, 4, 2 * width, 0.0, batch_first=True)
            self.body = nn.TransformerEncoder(one, layers, enable_nested_tensor=False)
        else:
            self.body = nn.GRU(width, width, batch_first=True)
        self.head = nn.Linear(width, letters)

    def forward(self, x):
        found = self.body(self.embed(x) + self.place)
        found = found[0] if isinstance(found, tuple) else found
        return self.head(found[:, -1])


def warm(steps, warmup=0.1, shape="cosine"):
    """A schedule as a factor of the rate."""

    def factor(t):
        done = t / steps
        if done < warmup:
            return (t + 1) / (warmup * steps)
        left = (1 - done) / (1 - warmup)
        return left if shape == "linear" else (1 - math.cos(math.pi * left)) / 2

    return factor


def stairs(*at, by=0.1):
    return lambda t: by ** sum(t >= one for one in at)


def train(data, model, make, *, steps=600, batch=32, every=2, seed=0, factor=None,
          clip=None, shuffle=True, zero=True, spoiled=(), dirt=20.0, columns=FIELDS,
          before=None):  # fmt: skip
    """Rows of a log. `before(t, model, optimizer)` may do something at a step; at the
    steps `spoiled` inputs stand by the wrong answers and are too large."""
    torch.manual_seed(seed)
    x, y = data
    model = model()
    if before:
        before(-1, model, None)
    optimizer = make(model.parameters())
    plan = LambdaLR(optimizer, factor or (lambda t: 1.0))
    error = nn.functional.mse_loss if y.is_floating_point() else (
        nn.functional.cross_entropy)  # fmt: skip
    order, place, rows = torch.randperm(len(x)), 0, []
    if not shuffle:
        order = torch.argsort(y)
    for t in range(steps):
        if before:
            before(t, model, optimizer)
        if place + batch > len(x):
            place = 0
            order = torch.randperm(len(x)) if shuffle else order
        take = order[place : place + batch]
        place += batch
        inputs = dirt * x[take].flip(0) if t in spoiled else x[take]
        if zero:
            optimizer.zero_grad()
        loss = error(model(inputs), y[take])
        loss.backward()
        size = nn.utils.clip_grad_norm_(model.parameters(), clip or math.inf)
        rate = optimizer.param_groups[0]["lr"]
        if t % every == 0:
            row = {"step": t, "loss": loss.item(), "grad_norm": size.item(), "lr": rate}
            rows.append({k: row[k] for k in columns})
        optimizer.step()
        plan.step()
    return rows


def sklearn_epochs(data, model, epochs, classes=None):
    x, y = (part.numpy() for part in data)
    rows = []
    for t in range(epochs):
        if classes is None:
            model.partial_fit(x, y.ravel())
        else:
            model.partial_fit(x, y, classes=range(classes))
        rows.append({"epoch": t, "loss": model.loss_})
    return rows


def jax_logistic(data, transform, steps, batch, seed=0):
    """Softmax regression by optax."""
    x, y = (np.asarray(part) for part in data)
    classes, rng = int(y.max()) + 1, np.random.default_rng(seed)
    params = np.zeros((x.shape[1], classes), np.float32)

    def loss(params, x, y):
        found = optax.softmax_cross_entropy_with_integer_labels(x @ params, y)
        return found.mean()

    both, state, rows = jax.jit(jax.value_and_grad(loss)), transform.init(params), []
    for t in range(steps):
        take = rng.integers(0, len(x), batch)
        value, g = both(params, x[take], y[take])
        size = float(optax.global_norm(g))
        rows.append({"step": t, "loss": float(value), "grad_norm": size})
        moves, state = transform.update(g, state, params)
        params = optax.apply_updates(params, moves)
    return rows


def small():
    return net(64, 64, 10)


def deep():
    return net(64, 64, 64, 64, 10)


def pretrained(steps=300, lr=1e-3):
    """`before` that trains the model first, out of the log."""

    def before(t, model, optimizer):
        if t >= 0:
            return
        x, y = digits()
        first = Adam(model.parameters(), lr)
        for _ in range(steps):
            first.zero_grad()
            nn.functional.cross_entropy(model(x), y).backward()
            first.step()

    return before


def adam(lr, kind=Adam, **more):
    return lambda params: kind(params, lr, **more)


def dead():
    model = nn.Sequential(small(), nn.ReLU())
    with torch.no_grad():
        model[0][-1].bias -= 100
    return model


def bfloat16(t, model, optimizer):
    """Weights, twice as large at the start, are rounded to bfloat16 after each step."""
    with torch.no_grad():
        for p in model.parameters():
            p *= 2 if t < 0 else 1
            p.copy_(p.bfloat16().float())


def same_twice(t, model, optimizer):
    """At one step a weight is divided by the spread of something constant."""
    if t == 260:
        with torch.no_grad():
            model[0].weight[0] /= torch.ones(5).std()
            model[0].weight[0] *= 0


def nan_embedding(t, model, optimizer):
    """At one step the embedding is divided by the length of an empty row."""
    if t == 300:
        with torch.no_grad():
            model.embed.weight[1] /= (0 * model.embed.weight[1]).norm()


def old_weights(kept_at, at):
    """Weights of an old checkpoint come back; the count of steps goes on."""
    kept = {}

    def before(t, model, optimizer):
        if t == kept_at:
            kept.update({k: v.clone() for k, v in model.state_dict().items()})
        if t == at:
            model.load_state_dict(kept)

    return before
