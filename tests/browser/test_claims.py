"""The page of claims: search, choose, order, and links that lead to one."""

import pytest
from playwright.sync_api import expect


@pytest.fixture(params=["http", "file"])
def claims(visit, request):
    page = visit(request.param).open("claims.html")
    return page, page.locator(".claims > details")


def seen(lines):
    return [line for line in lines.all() if line.is_visible()]


def test_claims_are_chosen_by_verdict_and_words(claims):
    page, lines = claims
    whole = lines.count()
    page.get_by_label("Verdict", exact=True).select_option("does not hold")
    chosen = seen(lines)
    assert 0 < len(chosen) < whole
    assert {line.get_attribute("data-here") for line in chosen} == {"does not hold"}
    expect(page.get_by_role("status")).to_have_text(f"{len(chosen)} of {whole} claims")
    page.get_by_label("Words", exact=True).fill("no such words")
    assert seen(lines) == []
    address = page.url
    assert "here=does+not+hold" in address and "words=no+such+words" in address
    page.reload()
    assert page.get_by_label("Verdict", exact=True).input_value() == "does not hold"
    assert seen(lines) == []


def test_claims_are_put_in_order_and_back(claims):
    page, lines = claims
    names = lines.evaluate_all("all => all.map(e => e.id)")
    page.get_by_label("Order", exact=True).select_option("by verdict")
    verdicts = lines.evaluate_all("all => all.map(e => e.dataset.here)")
    assert verdicts == sorted(verdicts) and len(set(verdicts)) > 2
    page.get_by_label("Order", exact=True).select_option("as in the book")
    assert lines.evaluate_all("all => all.map(e => e.id)") == names


def test_a_link_to_a_claim_opens_it_alone(claims):
    page, lines = claims
    page.goto(page.url.partition("?")[0].partition("#")[0] + "#claim-axes")
    opened = page.locator(".claims > details[open]")
    expect(opened).to_have_attribute("id", "claim-axes")
    assert opened.count() == 1 and 0 <= opened.bounding_box()["y"] < 900
    page.goto("about:blank")
    page.go_back()
    expect(opened).to_have_attribute("id", "claim-axes")


def test_an_address_that_knows_no_such_choice_shows_all(claims):
    page, lines = claims
    page.goto(page.url.partition("?")[0] + "?here=<b>x</b>&order=none&nothing=1")
    assert len(seen(lines)) == lines.count()
