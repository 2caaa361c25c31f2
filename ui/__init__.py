"""How it is shown and touched: the Qt window, the canvas and the panels."""
