"""Link lists: groups of resources or relationships as lines to click, long groups folded, with arrow keys.

May import what ``ui.parts`` may.
"""
