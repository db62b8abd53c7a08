"""Real processes, really killed: what `make drill` runs and `make test` leaves out."""
