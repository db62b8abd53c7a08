"""Forms of the register. They check the shape; what is allowed, the services know."""
