// Every cell that SheetJS sees in workbooks, as JSON: file, sheet, address, [what it comes to, its formula].
//
// node cells.mjs FILE.xlsx...
import { readFileSync } from "node:fs";
import { read } from "xlsx";

const filled = ([address, cell]) => !address.startsWith("!") && cell.t !== "z";
const shown = ([address, cell]) => [address, [cell.v, cell.f ?? null]];
const cells = (sheet) => Object.fromEntries(Object.entries(sheet).filter(filled).map(shown));

const files = process.argv.slice(2).map((path) => {
  const book = read(readFileSync(path));
  return [path, Object.fromEntries(book.SheetNames.map((name) => [name, cells(book.Sheets[name])]))];
});
process.stdout.write(JSON.stringify(Object.fromEntries(files)));
