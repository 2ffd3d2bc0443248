"""Sample nights and the simulator that makes them."""
