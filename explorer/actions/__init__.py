"""Every action of the user as a row of one table, and the search for one by words.

May import :mod:`explorer.state` and the rooms below it.
"""
