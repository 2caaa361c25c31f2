"""One panel a file; none knows another."""
