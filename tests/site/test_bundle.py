"""One style for all pages, one script for the explorer's first map; what cannot be merged is named."""

import re

import pytest

from diagrams.site.output import bundle

HEAD = '<head>\n{}<link rel="modulepreload" href="{}assets/explorer/part.js"></head>'


@pytest.fixture
def site(tmp_path):
    """A site of two pages, with two styles and a script that imports another, which imports a third."""
    files = {
        "assets/stylesheets/theme.css": "@charset \"utf-8\";a{color:red}\n/*# sourceMappingURL=theme.css.map */",
        "assets/ours.css": "a{color:blue}",
        "assets/explorer/cnn-explorer.js":
            'import { double as twice } from "./part.js";\nimport { one } from "../play/far.js";\n'
            'twice(one);\nimport("./later.js");\n',
        "assets/explorer/part.js":
            'import { one } from "../play/far.js";\nexport function double(x) { return x * one * 2; }\n'
            "export async function slow() {}\nexport class Part {}\n",
        "assets/play/far.js": "export const one = 1;\n",
        "assets/explorer/later.js": "export const later = 1;\n",
    }
    for prefix, name in (("./", "index.html"), ("../", "en/index.html")):
        styles = "".join(f'  <link rel="stylesheet" href="{prefix}assets/{style}">\n'
                         for style in ("stylesheets/theme.css", "ours.css"))
        files[name] = HEAD.format(styles, prefix)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_all_pages_name_one_style_in_which_ours_comes_last(site):
    bundle.put(site)
    style = (site / "assets/site.css").read_text()
    assert style.index("color:red") < style.index("color:blue")
    assert style.startswith("@charset")
    assert "sourceMappingURL" not in style
    for prefix, name in (("./", "index.html"), ("../", "en/index.html")):
        linked = re.findall('<link rel="stylesheet" href="(.*?)">', (site / name).read_text())
        assert linked == [f"{prefix}assets/site.css"]
    assert [path.name for path in site.rglob("*.css")] == ["site.css"]


def test_pages_that_name_other_styles_are_a_mistake(site):
    (site / "en/index.html").write_text('<link rel="stylesheet" href="../assets/ours.css">')
    with pytest.raises(bundle.Apart, match="names the styles"):
        bundle.put(site)


def test_a_script_holds_each_module_that_it_imports_once_and_behind_what_that_needs(site):
    bundle.put(site)
    merged = (site / "assets/explorer/cnn-explorer.js").read_text()
    assert not re.search(r"^(import \{|export )", merged, re.M)
    assert merged.count("const one = 1;") == 1
    assert merged.index("const one = 1;") < merged.index("function double(x)") < merged.index("twice(one);")
    assert "const { double: twice } = m1;" in merged
    assert "return { double, slow, Part };" in merged
    assert 'import("./later.js");' in merged
    assert "modulepreload" not in (site / "index.html").read_text()
    assert (site / "assets/explorer/part.js").read_text().startswith("import"), "others import it later"


@pytest.mark.parametrize("line", ["export default 1;", 'import all from "./x.js";', 'import "./x.js";',
                                  "await 1;", "export { one };", "export let many = 1;"])
def test_what_cannot_be_merged_is_named(site, line):
    (site / "assets/play/far.js").write_text(f"export const one = 1;\n{line}\n")
    with pytest.raises(bundle.Apart, match=re.escape(f"play/far.js: this cannot be merged: {line}")):
        bundle.put(site)
