"""Laws: pure functions of plain numbers, each with its paper; they know no world file, no pool and no clock.

Base units throughout: tokens, parameters, FLOP, years, USD; shares and qualities between 0 and 1.
"""
