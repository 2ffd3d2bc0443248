"""Equality of results that hold arrays."""

from dataclasses import fields, is_dataclass

import numpy as np


def same_content(one: object, other: object) -> bool:
    """Return whether two objects have the same type and content.

    Dataclasses are compared field by field, arrays value by value; NaN equals NaN.
    """
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))
    if is_dataclass(one):
        return all(
            same_content(getattr(one, field.name), getattr(other, field.name))
            for field in fields(one)
        )
    return bool(one == other)
