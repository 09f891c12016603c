"""How large a workbook may be (IMPORT-5, IMPORT-6)."""

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 50 * MEBIBYTE
LARGEST_PACKAGE = 400 * MEBIBYTE  # unpacked
LARGEST_RATIO = 200  # unpacked / packed, of parts over a mebibyte
MOST_PARTS = 2_000
MOST_SHEETS = 300
MOST_ROWS = 300_000
MOST_COLUMNS = 300
WIDEST = 3_000  # columns: what reaches further is no table
MOST_AREA = 20_000_000  # rows x columns of a sheet, filled or not: what is beyond is cut off first
MOST_CELLS = 12_000_000  # filled ones, of all sheets of a file
MOST_EMPTY = 1_000  # rows in a row: what follows is thought to be none of the table
MOST_PAGES = 150  # of a document in PDF: a page of a dense table takes half a second
MOST_PICTURES = 8  # pages of a scan, which take up to ten seconds each
MOST_PIXELS = 60_000_000  # of one picture
MOST_CHARACTERS = 32_000  # of one cell
MOST_COMMENTS = 5_000
