"""Training logs made by other people's trainers: torch.optim, scikit-learn and optax.

`python -m tests.logs.make` writes them. Logs in `healthy` and `ill` were looked at when
the doctor's thresholds were set, those in `unseen_healthy` and `unseen_ill` were not. A
healthy one is named by its task and how it was trained, an ill one by its illness.
"""

import csv
import math
import sys
from pathlib import Path

import optax
import torch
from sklearn.neural_network import MLPClassifier
from torch import nn
from torch.optim import SGD, Adagrad, AdamW, RMSprop

from tests.logs.trainings import (
    Reader,
    adam,
    bfloat16,
    dead,
    deep,
    diabetes,
    digits,
    jax_logistic,
    letters,
    nan_embedding,
    net,
    old_weights,
    pretrained,
    same_twice,
    signals,
    sklearn_epochs,
    small,
    stairs,
    train,
    tumours,
    warm,
    wines,
)

HERE = Path(__file__).parent


HEALTHY = {
    "digits_adam": lambda: train(digits(), small, adam(1e-3)),
    "digits_momentum": lambda: train(
        digits(), small, adam(0.05, SGD, momentum=0.9), batch=64),
    "letters_warmup_cosine": lambda: train(
        letters(), lambda: Reader(2), adam(2e-3, AdamW), steps=900, every=3,
        factor=warm(900), clip=1.0),
    "digits_noisy_sgd": lambda: train(digits(), small, adam(0.02, SGD), batch=4,
                                      steps=1200, every=4),
    "digits_full_batch": lambda: train(
        digits(), small, adam(2e-3), batch=1797, steps=200, every=1),
    "digits_fine_tuned": lambda: train(
        digits(), small, adam(1e-4, AdamW), batch=16, before=pretrained()),
    "diabetes_floor": lambda: train(
        diabetes(), lambda: net(10, 32, 1), adam(1e-3), batch=32, steps=800,
        columns=["step", "loss"]),
    "signals_stairs": lambda: train(
        signals(), lambda: net(40, 100, 100, 10), adam(0.05, SGD, momentum=0.9),
        steps=900, every=3, factor=stairs(450, 700)),
    "digits_linear_slow": lambda: train(
        digits(), deep, adam(3e-4, AdamW), steps=800, factor=warm(800, 0.05, "linear")),
    "digits_sklearn": lambda: sklearn_epochs(
        digits(), MLPClassifier((40,), random_state=0), 60, 10),
    "digits_autoencoder": lambda: train(
        (digits()[0], digits()[0]), lambda: net(64, 32, 8, 32, 64), adam(2e-3),
        batch=64, steps=800, every=4, columns=["step", "loss", "grad_norm"]),
    "signals_dropout": lambda: train(
        signals(), lambda: net(40, 100, 10, drop=0.4), adam(2e-3, AdamW), steps=900,
        every=3),
}  # fmt: skip
ILL = {
    "diverged": lambda: train(
        diabetes(), lambda: net(10, 32, 32, 1), adam(1.2, SGD, momentum=0.9), steps=60,
        every=1),
    "not_a_number": lambda: train(digits(), small, adam(1e-3), before=same_twice),
    "rate_too_high": lambda: train(digits(), deep, adam(0.3)),
    "rate_too_low": lambda: train(digits(), small, adam(1e-5), batch=512),
    "no_warmup": lambda: train(
        digits(), deep, adam(0.03), batch=128, before=pretrained(60), steps=400,
        every=1, factor=warm(400, 0.0)),
    "spikes": lambda: train(
        digits(), deep, adam(1e-3), spoiled=(200, 330, 470), every=1),
    "dead": lambda: train(digits(), dead, adam(1e-3)),
    "stalled": lambda: train(
        digits(), small, adam(5e-5), batch=1797, steps=900, every=3, before=bfloat16),
    "periodic": lambda: train(
        digits(), small, adam(0.02, SGD), shuffle=False, steps=560, every=1),
    "resumed": lambda: train(
        digits(), small, adam(1e-3), steps=600, before=old_weights(40, 360)),
    "forgotten_zero_grad": lambda: train(
        digits(), small, adam(1e-3, SGD), zero=False, steps=400, every=1),
    "schedule_returns": lambda: train(
        letters(), Reader, adam(2e-2), batch=128, steps=600,
        factor=lambda t: (1 + math.cos(math.pi * t / 300)) / 2 + 1e-3),
}  # fmt: skip
UNSEEN_HEALTHY = {
    "digits_rmsprop": lambda: train(digits(), small, adam(5e-4, RMSprop), seed=11),
    "digits_nesterov_cosine": lambda: train(
        digits(), deep, adam(0.05, SGD, momentum=0.9, nesterov=True), batch=128,
        factor=warm(600, 0.05), seed=12),
    "digits_adagrad": lambda: train(digits(), small, adam(0.02, Adagrad), seed=13),
    "digits_tanh_stairs": lambda: train(
        digits(), lambda: net(64, 48, 48, 10, act=nn.Tanh), adam(2e-3, AdamW),
        factor=stairs(300, 450, by=0.3), batch=16, seed=14),
    "digits_slow_sgd": lambda: train(
        digits(), small, adam(0.01, SGD), steps=1500, every=5, seed=15),
    "digits_fine_tuned_again": lambda: train(
        digits(), small, adam(3e-4), batch=64, before=pretrained(150), seed=16),
    "digits_autoencoder_linear": lambda: train(
        (digits()[0], digits()[0]), lambda: net(64, 32, 4, 32, 64, act=nn.Tanh),
        adam(1e-3, AdamW), batch=32, steps=700, factor=warm(700, 0.1, "linear"),
        columns=["step", "loss"], seed=17),
    "digits_much_dropout": lambda: train(
        digits(), lambda: net(64, 96, 96, 10, drop=0.6), adam(1e-3), steps=800,
        every=4, seed=18),
    "signals_adam": lambda: train(
        signals(), lambda: net(40, 80, 10), adam(5e-4), batch=64, seed=19),
    "signals_sgd": lambda: train(
        signals(), lambda: net(40, 80, 80, 10), adam(0.02, SGD, momentum=0.8),
        columns=["step", "loss"], seed=20),
    "signals_warmup_cosine": lambda: train(
        signals(), lambda: net(40, 100, 100, 10), adam(3e-3, AdamW), steps=1000,
        every=5, factor=warm(1000), clip=1.0, seed=21),
    "signals_small_batch": lambda: train(
        signals(), lambda: net(40, 60, 10), adam(3e-4), batch=2, steps=2000, every=2,
        seed=22),
    "letters_gru": lambda: train(letters(), Reader, adam(3e-3), seed=23),
    "letters_transformer": lambda: train(
        letters(), lambda: Reader(1), adam(1e-3), steps=500, every=1, seed=24),
    "letters_clipped_sgd": lambda: train(
        letters(), Reader, adam(0.3, SGD, momentum=0.9), clip=0.5, seed=25),
    "letters_batch_of_eight": lambda: train(
        letters(), Reader, adam(1e-3, AdamW), batch=8, steps=900, every=3,
        factor=warm(900, 0.02, "linear"), seed=26),
    "diabetes_full_batch": lambda: train(
        diabetes(), lambda: net(10, 20, 1), adam(3e-3), batch=442, steps=400, every=2,
        seed=27),
    "tumours_adam": lambda: train(
        tumours(), lambda: net(30, 16, 2), adam(1e-3), batch=16, seed=28),
    "tumours_sgd": lambda: train(
        tumours(), lambda: net(30, 16, 2), adam(0.05, SGD), batch=64, steps=400,
        columns=["step", "loss", "lr"], seed=29),
    "wines_batch_of_eight": lambda: train(
        wines(), lambda: net(13, 16, 3), adam(2e-3), batch=8, steps=500, seed=30),
    "digits_sklearn_sgd": lambda: sklearn_epochs(
        digits(), MLPClassifier((30,), solver="sgd", learning_rate_init=0.05,
                                random_state=3), 80, 10),
    "tumours_sklearn": lambda: sklearn_epochs(
        tumours(), MLPClassifier((10,), random_state=4), 100, 2),
    "digits_optax_adam": lambda: jax_logistic(
        digits(), optax.adam(2e-3), 500, 64, seed=5),
    "signals_optax_warmup": lambda: jax_logistic(
        signals(), optax.adamw(optax.warmup_cosine_decay_schedule(0, 1e-2, 50, 600)),
        600, 16, seed=6),
}  # fmt: skip
UNSEEN_ILL = {
    "diverged": lambda: train(
        signals(), lambda: net(40, 80, 80, 10), adam(3.0, SGD, momentum=0.9), seed=41),
    "not_a_number": lambda: train(letters(), Reader, adam(3e-3), steps=400, seed=42,
                         before=nan_embedding),
    "rate_too_high": lambda: train(
        letters(), lambda: Reader(2), adam(0.2), steps=400, seed=43),
    "rate_too_low": lambda: train(
        signals(), lambda: net(40, 80, 10), adam(1e-3, SGD), batch=1000, steps=500,
        seed=44),
    "no_warmup": lambda: train(
        digits(), deep, adam(0.02), batch=64, before=pretrained(100), steps=500,
        seed=45),
    "spikes": lambda: train(
        signals(), lambda: net(40, 100, 100, 10), adam(1e-3), spoiled=(300, 501),
        dirt=30.0, every=1, seed=46),
    "dead": lambda: train(digits(), dead, adam(1e-2, SGD), batch=8, seed=47),
    "stalled": lambda: train(
        tumours(), lambda: net(30, 64, 2), adam(3e-5), batch=569, steps=900, every=3,
        before=bfloat16, seed=48),
    "periodic": lambda: train(
        digits(), deep, adam(3e-4), batch=16, shuffle=False, steps=900, every=2,
        seed=49),
    "resumed": lambda: train(
        letters(), Reader, adam(5e-3), steps=600, before=old_weights(20, 400), batch=64,
        seed=50),
    "forgotten_zero_grad": lambda: train(
        signals(), lambda: net(40, 80, 10), adam(5e-4, SGD), zero=False, steps=600,
        seed=51),
    "schedule_returns": lambda: train(
        signals(), lambda: net(40, 80, 10), adam(0.03), steps=900, every=3, seed=52,
        factor=lambda t: (1 + math.cos(math.pi * t / 400)) / 2 + 1e-3),
}  # fmt: skip
FOLDERS = {
    "healthy": HEALTHY, "ill": ILL, "unseen_healthy": UNSEEN_HEALTHY,
    "unseen_ill": UNSEEN_ILL,
}  # fmt: skip


def write(folder, name, rows):
    (HERE / folder).mkdir(exist_ok=True)
    with (HERE / folder / f"{name}.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(rows[0])
        for row in rows:
            writer.writerow([f"{value:.5g}" for value in row.values()])


def main(only):
    torch.set_num_threads(1)
    for folder, made in FOLDERS.items():
        for name, log in made.items():
            if not only or folder in only or f"{folder}/{name}" in only:
                write(folder, name, log())


if __name__ == "__main__":
    main(sys.argv[1:])
