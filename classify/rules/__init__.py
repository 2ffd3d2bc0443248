"""The published rules of periodic limb movements."""
