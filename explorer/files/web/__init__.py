"""Sources from the web: files that are fetched from an address, the folder that keeps them, and endpoints."""
