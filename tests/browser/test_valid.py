"""Every published page is valid HTML; valid.json leaves out what is a matter of style."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NODE, CHECKER = Path(sys.executable).with_name("node"), HERE / "node_modules/html-validate/bin/html-validate.mjs"


def faults(folder: Path) -> list[str]:
    """"page, line: what is wrong" for all pages in a folder."""
    if not CHECKER.is_file():
        refuse = pytest.fail if os.environ.get("REQUIRE_NODE") == "1" else pytest.skip
        refuse("no html-validate: make tests/browser/node_modules/.package-lock.json")
    command = [NODE, CHECKER, "--config", HERE / "valid.json", "--formatter", "json", f"{folder}/**/*.html"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [f"{Path(page['filePath']).relative_to(folder)}, {fault['line']}: {fault['message']}"
            for page in json.loads(done.stdout) for fault in page["messages"]]


def test_every_page_is_valid(site):
    assert faults(site) == []


def test_a_fault_would_be_seen(tmp_path):
    (tmp_path / "page.html").write_text('<!doctype html><html lang="en"><head><title>t</title></head>'
                                        '<body><p><div id="a"></div></p><b id="a">twice</b></body></html>')
    assert any("page.html, 1: Duplicate ID" in fault for fault in faults(tmp_path))
