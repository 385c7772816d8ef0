"""What an office with Python would write instead: read every plain sheet of a folder, add up by county.

peer.py calamine|openpyxl FOLDER OUT.xlsx   (FOLDER holds units.csv and sheets/*.xlsx)
No checks, no style, no list of the missing: the least that gives the totals.
"""
import csv
import pathlib
import sys

ENGINE, FOLDER, OUT = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]


def figures_of(path):
    if ENGINE == "openpyxl":
        import openpyxl
        sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).active
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    else:
        import python_calamine
        rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    head = next(cell for cell in rows[1] if cell)
    unit = head.split("：", 1)[1].split()[0]
    return unit, [row[3] for row in rows[3:14]]


with open(FOLDER / "units.csv", encoding="utf-8") as register:
    units = list(csv.DictReader(register))
names = {unit["code"]: unit["name"] for unit in units}
county_of = {unit["name"]: names.get(unit["parent_code"]) for unit in units}
detail = dict(figures_of(path) for path in sorted((FOLDER / "sheets").glob("*.xlsx")))
totals = {}
for unit, figures in detail.items():
    county = totals.setdefault(county_of[unit], [0] * 11)
    for item, figure in enumerate(figures):
        county[item] += figure

tables = {"汇总": totals, "明细": detail}
if ENGINE == "openpyxl":
    import openpyxl
    book = openpyxl.Workbook()
    for title, table in tables.items():
        sheet = book.create_sheet(title)
        for name, figures in table.items():
            sheet.append([name] + figures)
    book.save(OUT)
else:
    import xlsxwriter
    book = xlsxwriter.Workbook(OUT)
    for title, table in tables.items():
        sheet = book.add_worksheet(title)
        for row, (name, figures) in enumerate(table.items()):
            sheet.write_row(row, 0, [name] + figures)
    book.close()
print(len(detail), "units,", len(totals), "counties")
