"""Makes minutes-en.docx: pip install python-docx, then python minutes-en.py."""

import re
import zipfile

from docx import Document

document = Document()
document.add_heading("Minutes of the Tanneries neighbourhood council", 0)
document.add_paragraph("Meeting of June 11th, 2026, at 7.30 p.m. in the common room.")
document.add_paragraph("Chair: Claire Morel")
document.add_heading("Attendance", 1)
rows = [
    ("Name", "Office", "Present", "Apologies", "Absent", "Proxy"),
    ("C. Morel", "chair", "X", "", "", ""),
    ("Karim BENALI", "", "x", "", "", ""),
    ("Jeanne Lefort", "", "", "✓", "", ""),
    ("Ann Stranger", "", "X", "", "", ""),
    ("Thomas Nguyen", "", "", "", "", "Odile Perrin"),
    ("Perrin", "secretary", "X", "", "", ""),
]
table = document.add_table(rows=0, cols=6)
for row in rows:
    for cell, words in zip(table.add_row().cells, row):
        cell.text = words
document.add_heading("Item 1: Minutes of 12 March", 1)
document.add_paragraph("Approved unanimously.")
document.add_heading("Item 2: Lighting", 1)
paragraph = document.add_paragraph("Two lamps of five are ")
paragraph.add_run("out").bold = True
paragraph.add_run(" (see *the list*):")
document.add_paragraph("passage du Foulon;", style="List Bullet")
document.add_paragraph("rue de l’École.", style="List Bullet")
document.add_paragraph("report", style="List Number")
document.add_paragraph("repair", style="List Number")
document.save("minutes-en.docx")

# Without what the template brings and no reader needs, and packed as small as it goes.
LEFT_OUT = ("docProps/thumbnail.jpeg", "word/stylesWithEffects.xml", "word/theme/theme1.xml")
with zipfile.ZipFile("minutes-en.docx") as archive:
    parts = {name: archive.read(name) for name in archive.namelist() if name not in LEFT_OUT}
for name in [name for name in parts if name.endswith(".rels") or name == "[Content_Types].xml"]:
    for part in LEFT_OUT:
        target = part.removeprefix("word/").encode()
        parts[name] = re.sub(rb'<(Relationship|Override)[^>]*"/?(word/)?' + target + rb'"[^>]*/>', b"", parts[name])
with zipfile.ZipFile("minutes-en.docx", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for name, content in parts.items():
        archive.writestr(name, content)
