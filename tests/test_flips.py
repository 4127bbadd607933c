"""Where a claim flips: a live figure judges it, one way and the other."""

import pytest

from adamedu.scene import panel, scene, verdict
from book.places import check_verdicts, words
from tests.machines.figures import figures

FLIPS = {  # claim: its figure, settings where it holds, and where it does not
    "saddles": ("01_limits_of_sgd: escape", {"gamma": 0.01}, {"gamma": 1.0}),
    "schedule": (
        "01_limits_of_sgd: noise_floor", {"plan": "cosine"}, {"plan": "step every 15"}
    ),
    "larger-rates": (
        "02_momentum: oscillator", {"at": [1.8, 0.9]}, {"at": [2.05, 0.9]}
    ),
    "less-noise": ("02_momentum: jitter", {"rate": 1.0}, {"rate": 0.1}),
    "escape": ("02_momentum: roll", {"rate": 10**-0.25}, {"rate": 10**-0.75}),
    "nesterov-better": ("02_momentum: cycle", {"start": 3.3}, {"start": 2.0}),
    "axes": ("03_a_rate_for_each: turned", {"angle": 0}, {"angle": 30}),
    "m-noise": ("04_two_averages: averages", {"beta1": 0.9}, {"kind": "fast wave"}),
    "v-variance": ("04_two_averages: averages", {"sigma": 3.0}, {"sigma": 0.3}),
    "too-small": ("05_bias_correction: first_steps", {"beta2": 0.95}, {"beta2": 0.999}),
    "edge": ("08_why_it_works: sharpness", {"plain": 4}, {"plain": 4, "steps": 500}),
    "adaptive-edge": ("08_why_it_works: sharpness", {"steps": 2000}, {"steps": 500}),
    "large-beta2": ("09_proved: threshold", {"C": 64}, {"C": 128}),
    "l2": ("10_adamw: two_decays", {"ratio": 1}, {"ratio": 100}),
    "amsgrad": ("16_variants: duel", {"beta2": 0.1}, {"beta2": 0.9}),
    "sgd-generalizes": ("17_when_not: judge", {"lr_adam": 0.001}, {"lr_adam": 0.01}),
}  # fmt: skip
OPEN = {  # where a figure leaves it open
    "saddles": {"start": [0.5, 0.0]}, "schedule": {"plan": "constant"},
    "larger-rates": {"at": [0.3, 0.9]}, "axes": {"rule": "sgd"},
    "amsgrad": {"other": 3}, "sgd-generalizes": {"lr_sgd": 0.1, "lr_adam": 0.01},
}  # fmt: skip


def judged(claim, **changed):
    """The verdict at a figure's first settings, but for some."""
    figure, space = figures()[FLIPS[claim][0]], {}
    for _, text, *_ in figure.texts:
        exec(text, space)
    settings = next(figure.settings(0)) | changed
    assert settings.keys() == next(figure.settings(0)).keys()
    told = space[figure.call](**settings)["verdicts"]
    (one,) = [one for one in told if one["claim"] == f"claim-{claim}"]
    assert one["words"].endswith(".") and "nan" not in one["words"]
    return one["here"]


@pytest.mark.parametrize("claim", FLIPS)
def test_a_claim_holds_here_and_does_not_there(claim):
    _, here, there = FLIPS[claim]
    assert judged(claim, **here) == "holds"
    assert judged(claim, **there) == "does not hold"


@pytest.mark.parametrize("claim", OPEN)
def test_what_does_not_settle_a_claim_leaves_it_open(claim):
    assert judged(claim, **OPEN[claim]) == "not decided"


def test_every_claim_that_a_figure_judges_is_tried_here():
    told = {}
    for name, figure in figures().items():
        if "verdict" in figure.state["source"]:
            space = {}
            for _, text, *_ in figure.texts:
                exec(text, space)
            shown = space[figure.call](**next(figure.settings(0)))
            told |= {one["claim"]: name for one in shown["verdicts"]}
    assert told == {f"claim-{claim}": name for claim, (name, *_) in FLIPS.items()}


def judging(*claims):
    whole = scene(panel(), alt="", text="Text.")
    for claim in claims:
        whole = verdict(whole, claim, False, "1 < 2.")
    return whole


def test_a_scene_has_its_verdicts_in_turn():
    whole = verdict(verdict(judging("claim-a"), "claim-b", True, "B."),
                    "claim-c", None, "C.")  # fmt: skip
    assert [one["here"] for one in whole["verdicts"]] == [
        "does not hold", "holds", "not decided"
    ]  # fmt: skip
    assert "verdicts" not in judging()


@pytest.mark.parametrize(
    "claims", [{}, {"claim-b": "B"}, {"claim-a": "A", "claim-b": "B"}]
)
def test_a_figure_and_its_claims_must_agree(claims):
    check_verdicts("name", judging("claim-a"), {"claim-a": "A"})
    with pytest.raises(ValueError, match="the figure name judges .*claim-a"):
        check_verdicts("name", judging("claim-a"), claims)


def test_the_place_of_a_figure_has_its_verdicts():
    place = words(judging("claim-a"), {"claim-a": "A & B"})
    assert place.index("A &amp; B. 1 &lt; 2.") < place.index("Text.")
    assert "Does not hold here" in place
