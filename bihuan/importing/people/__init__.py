"""The people of an office out of one workbook: read, compared with who signs in, previewed."""
