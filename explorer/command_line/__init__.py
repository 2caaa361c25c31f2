"""The command line: everything that can be done without a window."""
