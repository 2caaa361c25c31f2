"""Small things that several panels are made of."""
