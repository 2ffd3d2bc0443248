"""Nights of three levers that muscles pull against gravity, friction and a mattress."""
