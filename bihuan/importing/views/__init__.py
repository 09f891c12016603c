"""Pages of imports, of people and of empty workbooks."""
