"""Texts that hold samples and are no table, written as one."""
