"""Do Adam's successors rank alike in longer runs and larger batches and widths?

The rules of `successors` in other places than `past_adam`: from 900 to 8000 steps in
place of 500, batches of 64 in place of 8, a width of 64 in place of 32. The momentum
of each rule is carried over, and its rate tuned again: three rates, a factor of 2.15
apart. Their middle comes from a sweep on seed 0; a best one that is not there is an
error. Not all rules are in all places. Adam with its customary momentum is in one, at
a rate of its own.

Checked on the seeds TUNE; what is reported comes from the seeds REPORT.
"""

from adamedu.figures.words import spread
from adamedu.studies import next_character, protocol, successors

SEEDS, TUNE, REPORT = range(8), range(3), range(3, 8)
BETA1 = {"adam": 0.6, "schedule_free": 0.85, "muon": 0.77, "soap": 0.5}
HOME = {"steps": 500, "batch": 8, "width": 32}
MIDDLE = [  # a place, and the rate in the middle for each rule
    ({"beta1": 0.9}, {"adam": 0.009}),
    ({"steps": 900}, {"adam": 0.012}),
    ({"steps": 1000}, {"adam": 0.012, "soap": 0.015}),
    ({"steps": 2000}, {"adam": 0.0115, "schedule_free": 0.021, "muon": 0.027}),
    ({"steps": 8000}, {"adam": 0.009, "schedule_free": 0.021, "muon": 0.012}),
    ({"batch": 64}, {"adam": 0.014, "muon": 0.06}),
    ({"width": 64}, {"adam": 0.005, "muon": 0.017}),
]
GRID = [
    {"rule": rule, "beta1": BETA1[rule], "middle": lr, **HOME, **place}
    for place, rates in MIDDLE
    for rule, lr in rates.items()
]
tolerance = protocol.early


def rates(middle):
    """The three rates; the first is in the middle."""
    less, lr, more = protocol.log_grid((-1, 0, 1), 3, middle)
    return [lr, less, more]


def run(seed, rule, beta1, middle, steps, batch, width):
    """At each rate the loss in step 20 and at the end; the milliseconds of a step."""
    net, lr = next_character.network(width=width), rates(middle)
    early, last = successors.train(
        net, seed, rule, steps, lr=lr, beta1=[beta1] * 3, batch=batch
    )
    found = protocol.numbered(early=early, loss=last[:, 0], average=last[:, 1])
    return {**found, "ms": round(successors.step_ms(net, rule, batch), 3)}


def table(rows, rule, seeds, **place):
    """Array (seed, rate) of the loss that a rule is known by; a place as in MIDDLE."""
    names = [f"{successors.result(rule)} {k}" for k in range(3)]
    return protocol.table(rows, names, seeds, rule=rule, **HOME | place)


def tuned(rows, rule, **place):
    """The place of the best rate; raises ValueError if it is not in the middle."""
    best = protocol.tune(table(rows, rule, TUNE, **place))
    if best != 0:
        raise ValueError(
            f"{rule} at {place} is best at an edge of its rates: move them"
        )
    return best


def reported(rows, rule, **place):
    """The loss at the tuned rate, for each of the reporting seeds."""
    return table(rows, rule, REPORT, **place)[:, tuned(rows, rule, **place)]


def against(rows, rule, first="adam", **place):
    """How far a rule ends from another one in a place: `protocol.compare`."""
    tuning, ends = [
        [table(rows, one, seeds, **place) for one in (first, rule)]
        for seeds in (TUNE, REPORT)
    ]
    return protocol.compare(tuning, ends)


def step_ms(rows, rule, **place):
    """Milliseconds of a step: the shortest that was measured."""
    return protocol.table(rows, ["ms"], rule=rule, **HOME | place).min()


def summary(rows):
    """For each place and rule the rate, the loss, how far it is from Adam, the time."""
    text = f"{'':30}rate    loss [low, high]      above Adam [95 %], could show; ms"
    for place, middles in MIDDLE:
        for rule, lr in middles.items():
            apart = against(rows, rule, **place)
            text += f"\n{', '.join(f'{k} {v}' for k, v in place.items()):14}"
            text += f"  {rule:14}{lr:<8.2g}"
            text += f"{spread(reported(rows, rule, **place), '.3f')}  "
            text += f"{apart.mean:+.3f} [{apart.low:+.3f}, {apart.high:+.3f}], "
            text += f"{apart.seen:.3f}; {step_ms(rows, rule, **place):.1f}"
    return text
