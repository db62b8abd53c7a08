"""Forms of the assessment process. A form reads what was typed; it never writes."""
