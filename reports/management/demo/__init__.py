"""The demonstration: invented people, marked answers, and how far each ministry has come."""
