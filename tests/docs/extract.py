#!/usr/bin/python3
"""extract.py PAGE FILE: prints the content of a file that a page of documentation spells out."""
import sys

import pages

page, name = sys.argv[1:]
with open(page, encoding="utf-8") as file:
    contents = pages.files(pages.blocks(page, file.read()))
if name not in contents:
    sys.exit(f"{page} spells out no {name}; it has {', '.join(sorted(contents)) or 'no files'}")
sys.stdout.write(contents[name])
