"""A night, or a study, held against other scorers: files in, figures, tables and a page out."""
