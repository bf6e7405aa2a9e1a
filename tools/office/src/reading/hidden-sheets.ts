import type { Archive } from "#documents/read-archive.ts";
import { scanXml } from "./xml-scan.ts";

/** The names of the sheets of an OpenDocument spreadsheet whose style hides them (ODF 1.2, 20.260). */
export async function readHiddenSheets(archive: Archive): Promise<readonly string[]> {
  const hidingStyles = new Set<string>();
  const sheets: { readonly name: string; readonly style: string }[] = [];
  let style = "";
  scanXml((await archive.read("content.xml"))?.toString("utf8") ?? "", {
    open(name, attributes) {
      if (name === "style:style") style = attributes.get("style:name") ?? "";
      else if (name === "style:table-properties" && attributes.get("table:display") === "false")
        hidingStyles.add(style);
      else if (name === "table:table") {
        sheets.push({ name: attributes.get("table:name") ?? "", style: attributes.get("table:style-name") ?? "" });
      }
    },
  });
  return sheets.filter((sheet) => hidingStyles.has(sheet.style)).map(({ name }) => name);
}
