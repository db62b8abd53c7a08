"""Documents out of what the selectors found, one module for each."""
