"""Families made from others: each operation makes a Family that knows its origin."""
