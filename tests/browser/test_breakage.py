"""The ward of chapter 13: another illness, another log; and the table leads to it."""

from playwright.sync_api import expect

from tests.browser.test_figures import assert_as_in_cpython, box_of, figures, settle

PAGE = "13_breakage.html"


def test_another_illness_shows_another_log(visit):
    here = visit()
    figure = figures(here.open(PAGE))[0]
    expect(figure.locator(".adamedu-panel svg")).to_have_count(4)
    said = figure.locator(".adamedu-message")
    choice = box_of(figure).locator("select")
    for ill in choice.locator("option").all_inner_texts():
        choice.select_option(label=ill)
        settle(figure)
        expect(said).to_contain_text(f"{ill}: ")
        assert_as_in_cpython(figure)
    assert here.wrong == []


def test_each_row_of_the_table_leads_to_its_section(visit):
    here = visit("file")
    page = here.open(PAGE)
    links = page.locator("table").first.locator("td:first-child a")
    places = [link.get_attribute("href") for link in links.all()]
    assert len(places) >= 14 and len(set(places)) == len(places)
    for place in places:
        expect(
            page.locator(f"section{place}, [id='{place[1:]}']").first
        ).to_be_attached()
    links.first.click()
    expect(page.locator(places[0]).first).to_be_in_viewport()
    assert here.wrong == []
