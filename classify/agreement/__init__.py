"""A scored night against another scorer's."""
