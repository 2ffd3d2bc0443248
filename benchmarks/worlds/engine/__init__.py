"""A simulated sleeper in a rigid-body engine with contacts, on a bed of sprung slabs."""
