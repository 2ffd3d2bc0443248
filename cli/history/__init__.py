"""Many nights of one person."""
