"""The only writers of the register; each write leaves its event on the stream ``register``."""
