"""Opens answered workbooks beside the files that they were made from: every finding's sentence stands in the comment
at its cell, and every cell has the value, the format, the font, the frame and the alignment that it had. Prints how
many were compared; a file that openpyxl does not open as it was sent is passed over."""

import json
import sys
import warnings

import openpyxl

warnings.simplefilter("ignore")


def opened(path):
    with open(path, "rb") as file:
        return openpyxl.load_workbook(file)


def anchored(sheet, cell):
    for area in sheet.merged_cells.ranges:
        if cell in area:
            return sheet.cell(area.min_row, area.min_col)
    return sheet[cell]


def look(cell):
    return [repr(part) for part in (cell.number_format, cell.font, cell.border, cell.alignment, cell.protection)]


compared, wrong = 0, []
for asked in json.load(open(sys.argv[1], encoding="utf-8")):
    try:
        before = opened(asked["file"])
    except Exception:
        continue
    after = opened(asked["answer"])
    compared += 1
    if after.sheetnames[: len(before.sheetnames)] != before.sheetnames:
        wrong.append(f"{asked['answer']}: sheets {after.sheetnames}")
    for finding in asked["findings"]:
        if not finding["cell"]:
            continue
        comment = anchored(after[finding["sheet"]], finding["cell"]).comment
        if comment is None or finding["message"] not in comment.text:
            wrong.append(f"{asked['answer']}: {finding['cell']} does not say {finding['message']}")
    for sheet in before.worksheets:
        other = after[sheet.title]
        if str(sheet.merged_cells) != str(other.merged_cells):
            wrong.append(f"{asked['answer']}: merged cells of {sheet.title}")
        for row in sheet.iter_rows():
            for cell in row:
                if repr(cell.value) != repr(other[cell.coordinate].value) or look(cell) != look(other[cell.coordinate]):
                    wrong.append(f"{asked['answer']}: {sheet.title} {cell.coordinate}")
if wrong:
    sys.exit("\n".join(wrong[:40]))
print(compared)
