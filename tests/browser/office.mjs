// An office program without a window: it converts files, and edits them as somebody at its keyboard would.
//
// Each call has a profile of its own, gone with it. An edit is a macro of the program, in the profile: it opens the
// file, changes it through the program's own model, and has the program save it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the program calls the formats that it saves. */
const FILTERS = { xlsx: 'Calc MS Excel 2007 XML', ods: 'calc8', docx: 'MS Word 2007 XML' };

/** How the program is to read what does not say itself what it is: commas, quotes, UTF-8. */
const READ_AS = { csv: ['--infilter=CSV:44,34,76'] };

/** A folder for one call, with the file in it. */
function within(bytes, from, work) {
  const folder = mkdtempSync(join(tmpdir(), 'huibiao-browser-office-'));
  const file = join(folder, `Sheet1.${from}`);
  const run = (...what) => execFileSync('soffice', [`-env:UserInstallation=file://${folder}/home`, '--headless', '--norestore', ...what], { stdio: 'pipe' });
  try {
    writeFileSync(file, bytes);
    return work({ folder, file, run });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The file in another format. */
export function converted(bytes, from, to) {
  return within(bytes, from, ({ folder, file, run }) => {
    const out = join(folder, 'converted');
    run(...(READ_AS[from] ?? []), '--convert-to', to, '--outdir', out, file);
    return readFileSync(join(out, `Sheet1.${to}`));
  });
}

/** A macro's text as the program keeps it. */
const module = (text) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Edits" script:language="StarBasic">${text.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</script:module>`;

const LIBRARY = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false"><library:element library:name="Edits"/></library:library>`;

const LIBRARIES = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard" library:link="false"/></library:libraries>`;

/** A profile that is set up: the program would write its own empty library over ours. */
const SET_UP = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item></oor:items>`;

/** The file after the lines of a macro were done to `document`, saved in its own format. */
function edited(bytes, format, lines) {
  return within(bytes, format, ({ folder, file, run }) => {
    const basic = join(folder, 'home/user/basic');
    mkdirSync(join(basic, 'Standard'), { recursive: true });
    writeFileSync(join(folder, 'home/user/registrymodifications.xcu'), SET_UP);
    writeFileSync(join(basic, 'script.xlc'), LIBRARIES);
    writeFileSync(join(basic, 'dialog.xlc'), LIBRARIES);
    writeFileSync(join(basic, 'Standard/script.xlb'), LIBRARY);
    writeFileSync(join(basic, 'Standard/dialog.xlb'), LIBRARY.replace(/<library:element.*?\/>/, ''));
    const saved = join(folder, `saved.${format}`);
    writeFileSync(join(basic, 'Standard/Edits.xba'), module(`
Sub Edit
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Dim document As Object
  document = StarDesktop.loadComponentFromURL("file://${file}", "_blank", 0, hidden())
${lines.map((line) => `  ${line}`).join('\n')}
  Dim saving(0) As New com.sun.star.beans.PropertyValue
  saving(0).Name = "FilterName"
  saving(0).Value = "${FILTERS[format]}"
  document.storeToURL("file://${saved}", saving())
  document.close(True)
  StarDesktop.terminate()
End Sub
`));
    run('macro:///Standard.Edits.Edit');
    assert.ok(existsSync(saved), 'the program saves the file');
    return readFileSync(saved);
  });
}

const quoted = (words) => `"${String(words).replace(/"/g, '""')}"`;

/** A workbook with these words typed into cells of its first sheet: `{ D4: '6' }`. */
export function typedIntoCells(bytes, cells) {
  const type = ([cell, words]) => `document.Sheets.getByIndex(0).getCellRangeByName("${cell}").setFormula(${quoted(words)})`;
  return edited(bytes, 'xlsx', Object.entries(cells).map(type));
}

/**
 * A document with these words typed into its first table, over what stands in the cells' fields: through the cursor, as
 * at the keyboard, so that what the program keeps locked stays as it is.
 */
export function typedIntoFields(bytes, cells) {
  const type = ([cell, words]) => [
    `cell = document.TextTables.getByIndex(0).getCellByName("${cell}")`,
    'cursor.gotoRange(cell.getStart(), False)',
    'cursor.goRight(1, False)',
    'cursor.goRight(Len(cell.getString()), True)',
    `typed(0).Value = ${quoted(words)}`,
    'dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:InsertText", "", 0, typed())',
  ];
  return edited(bytes, 'docx', [
    'Dim cell As Object',
    'Dim cursor As Object',
    'Dim dispatcher As Object',
    'Dim typed(0) As New com.sun.star.beans.PropertyValue',
    'typed(0).Name = "Text"',
    'cursor = document.CurrentController.getViewCursor()',
    'dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")',
    ...Object.entries(cells).flatMap(type),
  ]);
}
