"""How much a submitted file may hold. A real paper of a commune stays two orders of magnitude below each of these."""

FILE_BYTES = 20_000_000
ZIP_ENTRIES = 1_000
PART_BYTES = 20_000_000
XML_BYTES = 40_000_000
PACKAGE_BYTES = 100_000_000
# Text deflates about tenfold; only a bomb reaches this ratio on a part of more than a megabyte.
RATIO, RATIO_FROM_BYTES = 200, 1_000_000
PARAGRAPHS = 20_000
TABLE_DEPTH = 8
CELLS = 50_000
IMAGE_PIXELS = 60_000_000
PDF_PAGES = 500
PDF_OBJECTS = 100_000
PDF_STREAM_BYTES = 60_000_000
PDF_CONTENT_BYTES = 1_000_000
