"""The small data sets, each checked against its checksum when it is read.

Where they come from, and under which licence, is in `data/README.md`.
"""

import gzip
import hashlib
import io
import re
from collections import Counter
from importlib.resources import files

import numpy as np


def _folder():
    """Inside the package; in a checkout, beside it."""
    package = files("adamedu")
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


FOLDER = _folder()
AGAIN = "installing adamedu again brings it back"
SHA256 = {
    "digits.npz": "f10b077e7e3037d11006b85b6b71a63e15b2bf746d91c4e4122e42d304e5e54b",
    "mnist1d.npz": "d82dd77517768966185068d157615fc0573fc4642502a30b72ddef4cccc0f437",
    "moby.txt.gz": "e2c7769b6ccd154503e4e34b29cc87d2e0a31d5215e38dc5ee03b12e59ab96a3",
}


def digits() -> tuple[np.ndarray, np.ndarray]:
    """Handwritten digits: x of shape (1797, 64) in [0, 1], y of 10 classes."""
    arrays = _arrays("digits.npz")
    return arrays["x"] / 16, arrays["y"].astype(np.int64)


def mnist1d() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """MNIST-1D: x (4000, 40) and y of 10 classes, then x (1000, 40) and y to test."""
    a = _arrays("mnist1d.npz")
    x, x_test = a["x"].astype(np.float64), a["x_test"].astype(np.float64)
    return x, a["y"].astype(np.int64), x_test, a["y_test"].astype(np.int64)


def text() -> str:
    """Chapters 1 to 30 of Melville's Moby-Dick, 263,684 characters of ASCII."""
    return gzip.decompress(_bytes("moby.txt.gz")).decode("ascii")


def characters() -> tuple[np.ndarray, str]:
    """The text as integers, and the alphabet that they index."""
    alphabet = sorted(set(text()))
    code = {letter: k for k, letter in enumerate(alphabet)}
    return np.array([code[letter] for letter in text()]), "".join(alphabet)


def word_pairs(
    vocabulary: int = 1000,
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Neighbouring words of the text: x, the word that follows, y, and the words.

    x and y are ranks: 0 is the most frequent word. Pairs with a word beyond the
    vocabulary are left out. A few words make most pairs, and most words few.
    """
    found = re.findall(r"[a-z]+(?:'[a-z]+)?", text().lower())
    words = [word for word, _ in Counter(found).most_common(vocabulary)]
    if len(words) < vocabulary:
        raise ValueError(f"vocabulary must be at most {len(words)}, got {vocabulary}")
    rank = {word: k for k, word in enumerate(words)}
    pairs = [
        (rank[a], rank[b]) for a, b in zip(found, found[1:]) if a in rank and b in rank
    ]
    x, y = np.array(pairs).T
    return x, y, words


def _arrays(name):
    with np.load(io.BytesIO(_bytes(name)), allow_pickle=False) as file:
        return dict(file)


def _bytes(name):
    """A file's bytes. Raises FileNotFoundError, or ValueError if it was changed."""
    path = FOLDER / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: {AGAIN}")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        raise ValueError(f"{path} is damaged: {AGAIN}")
    return content
