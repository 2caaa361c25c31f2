"""Views: what one looks at, and what of the data that shows."""
