"""The faces of a document: page, PDF, Excel and Word, and the check that they show the same figures."""
