"""Sources from the web: files that are fetched from an address, and the folder that keeps them."""
