"""The formats of content, one module each: a table of fields, and the record of the model."""
