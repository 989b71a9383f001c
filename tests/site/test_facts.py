"""Computed values in the text."""

from diagrams.site.facts import fill


def test_a_fact_is_put_in_prose_and_in_code(open_page):
    text = fill("It is {{ relu.share }}.\n\n```\nx = {{relu.share}}\n```\n", open_page())
    assert text == "It is 72%.\n\n```\nx = 72%\n```\n"


def test_lines_of_code_keep_the_indent_of_their_place(open_page):
    text = fill("??? question\n\n    ```python\n    {{ relu.numpy }}\n    ```\n", open_page())
    assert "\n    import numpy\n    print(1)\n    ```" in text


def test_an_unknown_fact_is_one_line_with_the_page_and_the_nearest_names(open_page, mistakes):
    text = fill("{{ relu.shaer }} and {{ relu.share }}", open_page())
    assert text.endswith(" and 72%")
    [line] = mistakes
    assert line.startswith("posts/relu.md: unknown fact relu.shaer (nearest: relu.share")
    assert "\n" not in line


def test_a_name_without_a_post_is_unknown_too(open_page, mistakes):
    fill("{{ scrpt }}", open_page())
    assert len(mistakes) == 1


def test_other_braces_stay(open_page, mistakes):
    text = "f\"{{x}}\" { #id } {% raw %}"
    assert fill(text.replace("{{x}}", "{x}"), open_page()) == text.replace("{{x}}", "{x}")
    assert not mistakes
