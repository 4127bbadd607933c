"""A tiny transformer that predicts the next character, for the studies.

It has the interface of `MLP`, so that `fit` trains it; torch's autograd gives the
gradient.
"""

import math

import numpy as np

from adamedu.nn.extras import extra

with extra("torch"):
    import torch
    from torch.nn import functional as F


class Transformer:
    """A decoder: Vaswani et al. (2017), with learned positions and ReLU.

    norm="post" is the paper's order, norm(x + f(x)); norm="pre" is x + f(norm(x)),
    with one more norm at the end: Xiong et al. (2020), figure 1. The parameters are a
    list of float32 tensors; `names` says what each is, and `hidden` which are the
    matrices between layers (those that Muon takes). Raises ValueError for any other
    norm, and for a width that the heads do not divide.
    """

    def __init__(
        self,
        vocabulary: int,
        length: int,
        *,
        width: int = 32,
        layers: int = 2,
        heads: int = 2,
        norm: str = "pre",
    ) -> None:
        if norm not in ("pre", "post"):
            raise ValueError(f"norm must be 'pre' or 'post', got {norm!r}")
        if width % heads:
            raise ValueError(f"heads must divide width {width}, got {heads}")
        self.width, self.layers, self.heads, self.norm = width, layers, heads, norm
        shapes = {
            "token": (vocabulary, width),
            "position": (length, width),
        }  # type: dict[str, tuple[int, ...]]
        for k in range(layers):
            block = {
                "norm 1": (2, width), "qkv": (width, 3 * width), "out": (width, width),
                "norm 2": (2, width), "up": (width, 4 * width), "up bias": (4 * width,),
                "down": (4 * width, width), "down bias": (width,),
            }  # fmt: skip
            shapes |= {f"{k} {name}": shape for name, shape in block.items()}
        if norm == "pre":
            shapes["norm"] = (2, width)
        self.shapes = shapes | {"head": (width, vocabulary)}
        self.names = list(self.shapes)
        hidden = ("qkv", "out", "up", "down")
        self.hidden = [name.split(" ", 1)[-1] in hidden for name in self.names]

    def init(self, rng: np.random.Generator) -> list[torch.Tensor]:
        """Random matrices from a NumPy generator, Glorot & Bengio (2010), equation 12;
        embeddings of variance 1/width; norms 1 and 0, biases 0."""
        theta = []
        for name, shape in self.shapes.items():
            if "norm" in name:
                value = np.stack([np.ones(shape[1]), np.zeros(shape[1])])
            elif "bias" in name:
                value = np.zeros(shape)
            else:
                embedding = name in ("token", "position")
                fan = self.width if embedding else sum(shape) / 2
                value = rng.standard_normal(shape) / math.sqrt(fan)
            theta.append(torch.tensor(value, dtype=torch.float32))
        return theta

    def logits(self, theta, x):
        """(batch, length, vocabulary) for tokens x (batch, length)."""
        p = dict(zip(self.names, theta, strict=True))
        h = p["token"][x] + p["position"][: x.shape[1]]
        for k in range(self.layers):
            for part, f in (("norm 1", self.attend), ("norm 2", self.feed)):
                scale = p[f"{k} {part}"]
                if self.norm == "pre":
                    h = h + f(p, k, normed(h, scale))
                else:
                    h = normed(h + f(p, k, h), scale)
        return (normed(h, p["norm"]) if self.norm == "pre" else h) @ p["head"]

    def attend(self, p, k, h):
        """Causal self-attention: position i looks at positions up to i."""
        batch, length, width = h.shape
        parts = (h @ p[f"{k} qkv"]).view(batch, length, 3, self.heads, -1)
        q, key, value = parts.permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, key, value, is_causal=True)
        return mixed.transpose(1, 2).reshape(batch, length, width) @ p[f"{k} out"]

    def feed(self, p, k, h):
        inner = torch.relu(h @ p[f"{k} up"] + p[f"{k} up bias"])
        return inner @ p[f"{k} down"] + p[f"{k} down bias"]

    def loss(self, theta: list[torch.Tensor], x: np.ndarray, y: np.ndarray) -> float:
        """Mean cross-entropy in nats per character; x, y are integer arrays."""
        with torch.no_grad():
            return self.mean_loss(theta, x, y).item()

    def gradient(
        self, theta: list[torch.Tensor], x: np.ndarray, y: np.ndarray
    ) -> tuple[float, list[torch.Tensor]]:
        """The mean loss of a batch, and its gradient: a list of theta's shapes."""
        theta = [p.detach().requires_grad_() for p in theta]
        loss = self.mean_loss(theta, x, y)
        return loss.item(), list(torch.autograd.grad(loss, theta))

    def mean_loss(self, theta, x, y):
        logits = self.logits(theta, torch.tensor(x))
        return F.cross_entropy(logits.flatten(0, 1), torch.tensor(y).flatten())


def normed(h, scale):
    return F.layer_norm(h, h.shape[-1:], scale[0], scale[1])


def windows(codes, length):
    """x and y of shape (n, length): all stretches of the text, and the characters that
    follow theirs. `codes` is an array of integers."""
    rows = np.lib.stride_tricks.sliding_window_view(codes, length + 1)
    return rows[:, :-1], rows[:, 1:]
