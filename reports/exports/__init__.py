"""The faces of a document: page, PDF and Excel, and the check that they show the same figures."""
