"""Chapter 15's first figure: the valley moves as the network gets wider."""

from tests.browser.test_figures import box_of, figures, settle

BEST = "(e) => [...e.figure.scene.panels[0].marks.find((m) => m.kind === 'dots').x]"


def test_plain_scaling_lowers_the_best_rate_and_mup_does_not(visit):
    page = visit(reduced_motion="no-preference").open("15_scaling_up.html")
    figure = figures(page)[0]
    assert len(figure.evaluate(BEST)) == 1, "it waits at the narrowest width"
    figure.evaluate("(e) => e.figure.player.finish()")
    settle(figure)
    plain = figure.evaluate(BEST)
    assert len(plain) == 5 and plain[-1] < plain[0] / 2
    box_of(figure).get_by_label("scaling").select_option("μP")
    settle(figure)
    mup = figure.evaluate(BEST)
    assert mup[0] == plain[0] and mup[-1] >= mup[0]
