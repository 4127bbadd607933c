"""The page of libraries: choose among the optimizers that were measured."""

import pytest
from playwright.sync_api import expect


@pytest.fixture(params=["http", "file"])
def rows(visit, request):
    """The page, and the lines of all its tables of what was measured."""
    page = visit(request.param).open("libraries.html")
    return page, page.locator(".libraries tr[data-library]")


def test_lines_are_chosen_by_words_decay_and_epsilon(rows):
    page, lines = rows
    whole, folds = lines.count(), page.locator(".libraries > details")
    assert whole > 90 and folds.count() > 14
    assert not any(line.is_visible() for line in lines.all())  # all is folded
    page.get_by_label("Decay", exact=True).select_option("rate times λ")
    page.get_by_label("ε", exact=True).select_option("inside the root")
    page.get_by_label("Words", exact=True).fill("rmsprop")
    seen = [line for line in lines.all() if line.is_visible()]
    assert 0 < len(seen) < whole
    for line in seen:
        assert line.get_attribute("data-decay") == "rate times λ"
        assert "decay" in line.inner_text() and "inside the root" in line.inner_text()
        assert "rmsprop" in line.inner_text().lower()
    expect(page.get_by_role("status").first).to_have_text(
        f"{len(seen)} of {whole} optimizers"
    )
    opened = [fold for fold in folds.all() if fold.is_visible()]
    assert 0 < len(opened) <= len(seen)
    page.reload()
    again = [line for line in lines.all() if line.is_visible()]
    assert len(again) == len(seen)


def test_a_library_is_chosen_alone_and_all_come_back(rows):
    page, lines = rows
    folds = page.locator(".libraries > details")
    chooser = page.get_by_label("Library", exact=True)
    chooser.select_option("mlx")
    assert [f.is_visible() for f in folds.all()].count(True) == 1
    chooser.select_option("all")
    assert all(fold.is_visible() for fold in folds.all())
    assert page.locator(".libraries > details[open]").count() == 0
