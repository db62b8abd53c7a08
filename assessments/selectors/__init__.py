"""What the pages of the assessment process read. Nothing here writes."""
