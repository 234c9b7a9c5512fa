#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the spreadsheets beside it, which tests/dataset/test-spreadsheet.c reads; needs openpyxl, odfpy and xlwt."""

import datetime
import pathlib
import sys
import zipfile

HERE = pathlib.Path(__file__).parent
HEAD = ["question", "answer", "score", "date", "good"]
ROWS = [
    ["你好，世界", 'He said "hi", twice', 3, datetime.date(2026, 11, 29), True],
    ["two\nlines", "café", 0.1, datetime.date(1999, 12, 31), False],
    [None, " blank in front", 1234567890, None, None],
    ["last", "x", -2.5, None, None],
]


def write_zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)


def make_xlsx(path):
    import openpyxl
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "First"
    for row in [HEAD] + ROWS:
        sheet.append(row)
    other = book.create_sheet("第二")
    other.append(["a", "b"])
    other.append([1, 2])
    book.create_sheet("Empty")
    book.save(path)


def make_xls(path):
    import xlwt
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("First")
    style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for y, row in enumerate([HEAD] + ROWS):
        for x, value in enumerate(row):
            if isinstance(value, datetime.date):
                sheet.write(y, x, value, style)
            elif value is not None:
                sheet.write(y, x, value)
    other = book.add_sheet("第二")
    for y, row in enumerate([["a", "b"], [1, 2]]):
        for x, value in enumerate(row):
            other.write(y, x, value)
    book.save(str(path))


def make_ods(path):
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    def add(book, name, rows):
        table = Table(name=name)
        for row in rows:
            tr = TableRow()
            for value in row:
                if value is None:
                    cell = TableCell()
                elif isinstance(value, bool):
                    cell = TableCell(valuetype="boolean", booleanvalue=str(value).lower())
                    cell.addElement(P(text=str(value).upper()))
                elif isinstance(value, (int, float)):
                    cell = TableCell(valuetype="float", value=value)
                    cell.addElement(P(text=str(value)))
                elif isinstance(value, datetime.date):
                    cell = TableCell(valuetype="date", datevalue=value.isoformat())
                    cell.addElement(P(text=value.isoformat()))
                else:
                    cell = TableCell(valuetype="string")
                    for line in value.split("\n"):
                        cell.addElement(P(text=line))
                tr.addElement(cell)
            table.addElement(tr)
        book.spreadsheet.addElement(table)

    book = OpenDocumentSpreadsheet()
    add(book, "First", [HEAD] + ROWS)
    add(book, "第二", [["a", "b"], [1, 2]])
    book.save(str(path))


def make_shared(path):
    """A workbook as office programs write it: shared texts, some of several runs, gaps, and formats of its own."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    members = {
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{relations}"><sheets>'
                           '<sheet name="One" sheetId="1" r:id="rId7"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels":
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId7" Type="{relations}/worksheet" Target="/xl/worksheets/sheet9.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {main}><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>'
                         '<numFmt numFmtId="171" formatCode="[Red]0.00&quot;d&quot;"/></numFmts>'
                         '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
                         '<xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="21"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst {main}><si><t>question</t></si><si><r><t>an</t></r><r><t>swer</t></r></si>'
                                '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si></sst>',
        "xl/worksheets/sheet9.xml":
            f'<worksheet {main}><sheetData>'
            '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="C3" t="s"><v>1</v></c></row>'
            '<row r="5"><c r="A5" t="s"><v>2</v></c><c r="B5" s="1"><v>46355.75</v></c><c r="C5" s="2"><v>2.50</v></c></row>'
            '<row><c t="str"><f>A1&amp;"x"</f><v>x &amp; y</v></c><c s="3"><v>0.5</v></c>'
            '<c><v>12345678901234567890</v></c></row>'
            '<row r="9"/></sheetData></worksheet>',
    }
    write_zip(path, members)


# A title over all columns, a category over three rows of which one is empty, and one over two columns of the last two rows. None:
# a cell below the one that it is merged with, or nothing.
MERGED = [
    ["FAQ", None, None],
    ["category", "question", "answer"],
    ["Prices, all", "q1", "a1"],
    [None, "q2", "a2"],
    [None, None, None],
    [None, "q3", None],
    ["Ways", "q4", "a4"],
    ["wide", None, "a5"],
    [None, None, "a6"],
]
MERGES = {(0, 0): (1, 3), (2, 0): (4, 1), (3, 2): (3, 1), (7, 0): (2, 2)}    # place: rows and columns


def make_merged_xlsx(path):
    """With a prefix before each name, as some programs write it; covered cells and empty rows are partly not there."""
    main = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def place(y, x):
        return f"{'ABC'[x]}{y + 1}"

    rows = "".join(f'<x:row r="{y + 1}">' + "".join(
        f'<x:c r="{place(y, x)}" t="inlineStr"><x:is><x:t>{value}</x:t></x:is></x:c>' if value else f'<x:c r="{place(y, x)}"/>'
        for x, value in enumerate(row) if value or y % 2) + "</x:row>" for y, row in enumerate(MERGED) if any(row))
    merges = "".join(f'<x:mergeCell ref="{place(y, x)}:{place(y + height - 1, x + width - 1)}"/>'
                     for (y, x), (height, width) in MERGES.items())
    write_zip(path, {
        "xl/workbook.xml": f'<x:workbook {main} xmlns:r="{relations}"><x:sheets><x:sheet name="One" sheetId="1" r:id="r1"/></x:sheets></x:workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                                      f'<Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/styles.xml": f'<x:styleSheet {main}/>',
        "xl/worksheets/sheet1.xml": f'<x:worksheet {main}><x:sheetData>{rows}</x:sheetData><x:mergeCells>{merges}</x:mergeCells></x:worksheet>',
    })


def make_merged_ods(path):
    names = {"office": "office", "table": "table", "text": "text"}
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"' for name, space in names.items())
    covered = {(y + dy, x + dx) for (y, x), (height, width) in MERGES.items() for dy in range(height) for dx in range(width)} - set(MERGES)

    def cell(y, x, value):
        height, width = MERGES.get((y, x), (1, 1))
        spanned = f' table:number-rows-spanned="{height}" table:number-columns-spanned="{width}"' if (y, x) in MERGES else ""
        name = "covered-table-cell" if (y, x) in covered else "table-cell"
        if value is None:
            return f"<table:{name}{spanned}/>"
        return f'<table:{name} office:value-type="string"{spanned}><text:p>{value}</text:p></table:{name}>'

    rows = "".join("<table:table-row>" + "".join(cell(y, x, value) for x, value in enumerate(row)) + "</table:table-row>"
                   for y, row in enumerate(MERGED))
    write_zip(path, {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="One">{rows}'
                       "</table:table></office:spreadsheet></office:body></office:document-content>",
    })


def make_locked(path):
    """Not a real one: only what tells a workbook with a password from any other compound file, a stream of this name."""
    none = b"\xff" * 4
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    header[30] = 9                              # sectors of 512 bytes
    header[48:52] = (1).to_bytes(4, "little")   # where the directory begins; the table of sectors is sector 0

    def entry(name, child):
        text = name.encode("utf-16-le") + b"\0\0"
        return text.ljust(64, b"\0") + len(text).to_bytes(2, "little") + b"\0\0" + none + none + child + bytes(48)

    directory = entry("Root Entry", (1).to_bytes(4, "little")) + entry("EncryptedPackage", none)
    path.write_bytes(bytes(header) + b"\xfe\xff\xff\xff" * 128 + directory.ljust(512, b"\0"))


def make_locked_zip(path):
    """One stored member whose header says that it is encrypted."""
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(zipfile.ZipInfo("data.jsonl", (2026, 1, 1, 0, 0, 0)), b"0123456789abcdef{}")
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    make_xlsx(folder / "sheets.xlsx")
    make_xls(folder / "sheets.xls")
    make_ods(folder / "sheets.ods")
    make_shared(folder / "shared.xlsx")
    make_merged_xlsx(folder / "merged.xlsx")
    make_merged_ods(folder / "merged.ods")
    make_locked(folder / "locked.xlsx")
    make_locked_zip(folder / "locked.zip")


main()
