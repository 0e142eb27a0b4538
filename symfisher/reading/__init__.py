"""Reads what people write: densities, conditions, domains and models."""
