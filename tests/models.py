"""Small torch models and data for tests: seeded, float64."""

import torch
from torch import nn


class CNN(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.Conv2d(1, 4, 3),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(36, 3),
        )


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(7, 16)
        self.block = nn.TransformerEncoderLayer(16, 2, 32, dropout=0, batch_first=True)
        self.out = nn.Linear(16, 7)

    def forward(self, x):
        return self.out(self.block(self.embed(x))).transpose(1, 2)


def problem(kind, seed=0, dtype=torch.float64):
    """A model, and a function that gives its loss on minibatch k."""
    torch.manual_seed(seed)
    model = {"cnn": CNN, "transformer": Transformer}[kind]().to(dtype)
    if kind == "cnn":
        x, y = torch.randn(64, 1, 8, 8, dtype=dtype), torch.randint(3, (64,))
    else:
        x = torch.randint(7, (64, 9))
        y = (x + x.roll(1, 1)) % 7

    def loss(k):
        rows = torch.randperm(64, generator=torch.Generator().manual_seed(k))[:16]
        return nn.functional.cross_entropy(model(x[rows]), y[rows])

    return model, loss


def train(model, loss, optimizer, steps, scheduler=None):
    """The losses of the steps."""
    seen = []
    for k in range(steps):
        optimizer.zero_grad()
        value = loss(k)
        value.backward()
        optimizer.step()
        if scheduler:
            scheduler.step()
        seen.append(value.item())
    return seen
