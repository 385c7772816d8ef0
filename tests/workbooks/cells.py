"""Every cell that openpyxl sees in workbooks, as JSON: file, sheet, address, [what it comes to, its formula].

cells.py FILE.xlsx...
"""
import json
import sys

import openpyxl


def cells(path):
    told, results = (openpyxl.load_workbook(path, data_only=results) for results in (False, True))
    return {sheet.title: dict(filled(sheet, results[sheet.title])) for sheet in told}


def filled(sheet, results):
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                formula = cell.value[1:] if cell.data_type == "f" else None
                yield cell.coordinate, [results[cell.coordinate].value, formula]


json.dump({path: cells(path) for path in sys.argv[1:]}, sys.stdout, ensure_ascii=False)
