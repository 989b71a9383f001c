"""The traces that the figures are made from, shared by all tests."""

import contextlib
import inspect
import io

import pytest

from diagrams.build import files, tracing
from diagrams.language import LANGUAGES, Say
from tests.drawings import words_of

LONG = ("networks/test_variants", "test_search", "test_build", "test_model_changes", "stress/test_edits", "test_faults",
        "test_experiments", "test_script", "test_train", "test_watch", "test_notebooks")


def pytest_collection_modifyitems(items):
    """Files that take long come first, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: not any(name in item.nodeid for name in LONG))


@pytest.fixture(scope="session")
def manifest():
    """The manifest of the network as it is now; traced first if need be."""
    with files.lock(tracing.CACHE / "lock"):
        return tracing.manifest()


@pytest.fixture(scope="session")
def store():
    """Where the traced arrays are."""
    return tracing.ARRAYS


@pytest.fixture(scope="session")
def resolve(manifest, store):
    """Marker -> what a figure gets for it."""
    return lambda marker: marker.resolve(manifest, store)


@pytest.fixture(scope="session")
def arguments(resolve):
    """Figure function -> the arguments that the builder would give it."""
    return lambda function: {name: resolve(parameter.default)
                             for name, parameter in inspect.signature(function).parameters.items() if name != "say"}


@pytest.fixture
def texts(say, arguments):
    """Figure function -> everything written on its drawing in one language."""
    return lambda function: words_of(function(say, **arguments(function)))


@pytest.fixture
def printed():
    """Code -> what it prints, run on its own."""
    def run(code: str) -> str:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(code, {})
        return out.getvalue()
    return run


@pytest.fixture(params=LANGUAGES)
def say(request):
    """Each language in turn."""
    return Say(request.param)
