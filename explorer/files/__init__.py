"""Files: views, explorations, exports and pictures to take away, and what is read beside the data."""
