"""Links between the two languages of a page."""

from diagrams.site.switch import put_links

URLS = {"ja": "posts/relu.html", "en": "en/posts/relu.html"}
HEAD = '<title>t</title>\n      <link rel="alternate" href="/x" hreflang="en">\n<link rel="icon" href="i">'


def test_links_are_relative_where_the_address_of_the_site_is_unknown():
    html = put_links(HEAD, URLS, "en/posts/relu.html", None)
    assert '<link rel="alternate" hreflang="ja" href="../../posts/relu.html">' in html
    assert 'hreflang="x-default" href="../../posts/relu.html"' in html
    assert 'hreflang="en" href="relu.html"' in html


def test_links_are_absolute_where_it_is_known():
    html = put_links(HEAD, URLS, "posts/relu.html", "https://example.org/cnn/")
    assert 'hreflang="en" href="https://example.org/cnn/en/posts/relu.html"' in html


def test_the_links_of_the_theme_go_and_others_stay():
    html = put_links(HEAD, URLS, "posts/relu.html", None)
    assert 'href="/x"' not in html
    assert '<link rel="icon" href="i">' in html
