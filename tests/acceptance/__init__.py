"""The acceptance set: densities as strangers type them, with what is expected of each."""

from acceptance import altered, cases, counts, heavy, interval, light, literature, real, several

ENTRIES = (
    *real.ENTRIES,
    *light.ENTRIES,
    *heavy.ENTRIES,
    *interval.ENTRIES,
    *literature.ENTRIES,
    *counts.ENTRIES,
    *altered.ENTRIES,
    *altered.HARD,
    *several.ENTRIES,
    *cases.ENTRIES,
)
