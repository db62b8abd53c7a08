"""What pages and the worker show of the register, built from what was read."""
