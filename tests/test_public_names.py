"""The public names exist, and the examples in docstrings run."""

import doctest
from importlib import import_module

import pytest

import limbwatch


@pytest.mark.parametrize("name", limbwatch.__all__)
def test_every_public_name_can_be_had(name):
    assert getattr(limbwatch, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = limbwatch.nothing


@pytest.mark.parametrize("module", ["limbwatch", "limbwatch.detection", "limbwatch.dsp.detector"])
def test_examples_in_docstrings_run(module):
    result = doctest.testmod(import_module(module))
    assert result.attempted > 0
    assert result.failed == 0
