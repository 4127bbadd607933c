"""Chapter 11's calculator in a real browser: it prints what a hand computes."""

from playwright.sync_api import expect


def test_another_batch_gives_other_settings(visit):
    page = visit().open("11_batch_size.html")
    figure = page.locator("#fig-calculator .adamedu-live")
    figure.scroll_into_view_if_needed()
    told = figure.locator("pre")
    expect(told).to_contain_text("proportional lr 0.008, warm-up 125")
    new_batch = page.locator("#fig-calculator").get_by_role("slider").nth(1)
    new_batch.press("ArrowRight")  # 1024, sixteen times as large
    expect(told).to_contain_text("proportional lr 0.016, warm-up 62")
    expect(told).to_contain_text("ends at batch 640, where a β is 0")
