"""Runs pieces of Python, given as JSON on standard input, and prints as JSON what each of them says.

What it prints, what it is warned of, and the error that ends it, as Python would show them.
"""

import contextlib
import io
import json
import logging
import re
import sys
import warnings


def run(code: str) -> str:
    """What a piece of code says."""
    out = io.StringIO()
    log = logging.StreamHandler(out)
    log.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    logger = logging.getLogger("absl")
    logger.handlers, logger.propagate = [log], False
    with contextlib.redirect_stdout(out), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", UserWarning)
        warnings.showwarning = lambda message, kind, *_: print(f"{kind.__name__}: {message}")
        try:
            exec(code, {})
        except Exception as error:
            print(f"{type(error).__name__}: {error}")
    return re.sub(r"\(/\S*site-packages", "(...", out.getvalue())


if __name__ == "__main__":
    import keras  # noqa: F401  so that what it says when it starts belongs to no piece

    json.dump([run(code) for code in json.load(sys.stdin)], sys.stdout)
