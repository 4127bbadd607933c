"""The data files are what their sources say, and a damaged one is refused."""

import numpy as np
import pytest
from sklearn.datasets import load_digits

from adamedu.nn import datasets


def test_digits_are_scikit_learn_s():
    x, y = datasets.digits()
    theirs = load_digits()
    np.testing.assert_array_equal(16 * x, theirs.data)
    np.testing.assert_array_equal(y, theirs.target)


def test_mnist1d_is_as_published():
    """4000 + 1000 signals of 40 numbers, centred and scaled, in ten even classes."""
    x, y, x_test, y_test = datasets.mnist1d()
    assert x.shape == (4000, 40) and x_test.shape == (1000, 40)
    assert abs(np.concatenate([x, x_test]).mean()) < 1e-4
    assert np.concatenate([x, x_test]).std() == pytest.approx(1, abs=1e-3)
    assert np.bincount(np.concatenate([y, y_test])).tolist() == [500] * 10


def test_text_and_characters():
    text = datasets.text()
    assert text.startswith("CHAPTER 1. Loomings.\n\nCall me Ishmael. Some years ago--")
    codes, alphabet = datasets.characters()
    assert "".join(alphabet[k] for k in codes[:500]) == text[:500]


def test_word_pairs_by_hand():
    """The book's first sentence of three words, and the tail that is asked for."""
    x, y, words = datasets.word_pairs(5000)
    first = [(words[a], words[b]) for a, b in zip(x[:4], y[:4])]
    assert first == [("chapter", "loomings"), ("loomings", "call"),
                     ("call", "me"), ("me", "ishmael")]  # fmt: skip
    counts = np.bincount(y, minlength=5000)
    assert words[:3] == ["the", "and", "of"] and counts[:20].sum() > counts[1000:].sum()
    with pytest.raises(ValueError, match="vocabulary must be at most"):
        datasets.word_pairs(10**6)


@pytest.mark.parametrize("name", datasets.SHA256)
def test_damage_is_refused(name, tmp_path, monkeypatch):
    content = bytearray((datasets.FOLDER / name).read_bytes())
    monkeypatch.setattr(datasets, "FOLDER", tmp_path)
    read = {"digits.npz": datasets.digits, "mnist1d.npz": datasets.mnist1d}
    with pytest.raises(FileNotFoundError, match=name):
        read.get(name, datasets.text)()
    content[len(content) // 2] ^= 1
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=f"{name} is damaged"):
        read.get(name, datasets.text)()


def test_readme_has_the_checksums():
    readme = (datasets.FOLDER / "README.md").read_text()
    assert all(f"| `{name}` | `{sha}` |" in readme for name, sha in
               datasets.SHA256.items())  # fmt: skip
