"""The public site in Chromium."""


def test_front_page_is_served(page, base_url):
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "fr"
