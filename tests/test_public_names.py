"""The public names are what they say, and the examples in docstrings run."""

import doctest
from importlib import import_module

import pytest

import limbwatch


@pytest.mark.parametrize("name", sorted(set(limbwatch.__all__) - {"__version__"}))
def test_a_public_name_is_what_it_says(name):
    assert name in dir(limbwatch)
    value = getattr(limbwatch, name)
    if name == "LIMITS":  # the one value among functions and types
        assert isinstance(value, limbwatch.Limits)
    else:
        assert value.__name__ == name


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = limbwatch.nothing


@pytest.mark.parametrize("module", ["limbwatch", "limbwatch.detection", "limbwatch.dsp.detector"])
def test_examples_in_docstrings_run(module):
    result = doctest.testmod(import_module(module))
    assert result.attempted > 0
    assert result.failed == 0
