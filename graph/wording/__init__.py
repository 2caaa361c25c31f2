"""Words of English text: amounts, dates and judgements, with their places and values.

May import the rooms below :mod:`graph.arrays`.
"""
