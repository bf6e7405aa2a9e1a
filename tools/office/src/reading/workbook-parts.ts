import type { Archive } from "#documents/read-archive.ts";
import { type MomentKind, readCellFormats } from "./cell-format.ts";
import { scanXml } from "./xml-scan.ts";

export type SheetPart = { readonly name: string; readonly part: string; readonly isHidden: boolean };

/** What the sheets of a workbook share. */
export type Workbook = {
  /** In the order in which the workbook shows them. */
  readonly sheets: readonly SheetPart[];
  readonly texts: readonly string[];
  readonly formats: readonly MomentKind[];
  /** Whether days count from 1904. */
  readonly is1904: boolean;
};

/** Reads all of a workbook (ECMA-376 18) but the content of its sheets. */
export async function readWorkbookParts(archive: Archive): Promise<Workbook> {
  const root = await relationsOf(archive, "");
  const main = [...root.values()].find(({ type }) => type.endsWith("/officeDocument"))?.target ?? "xl/workbook.xml";
  const relations = await relationsOf(archive, main);
  const targetOf = (type: string): string | undefined =>
    [...relations.values()].find((relation) => relation.type.endsWith(`/${type}`))?.target;
  const sheets: SheetPart[] = [];
  let is1904 = false;
  scanXml(await textOf(archive, main), {
    open(name, attributes) {
      if (/(?:^|:)workbookPr$/.test(name)) is1904 = /^(?:1|true)$/.test(attributes.get("date1904") ?? "");
      if (!/(?:^|:)sheet$/.test(name)) return;
      const relation = relations.get(attributes.get("r:id") ?? attributes.get("d3p1:id") ?? "");
      if (!relation?.type.endsWith("/worksheet")) return;
      const isHidden = /^(?:hidden|veryHidden)$/.test(attributes.get("state") ?? "");
      sheets.push({ name: attributes.get("name") ?? "", part: relation.target, isHidden });
    },
  });
  return {
    sheets,
    texts: readSharedTexts(await textOf(archive, targetOf("sharedStrings"))),
    formats: readCellFormats(await textOf(archive, targetOf("styles"))),
    is1904,
  };
}

export async function textOf(archive: Archive, part: string | undefined): Promise<string> {
  return part === undefined ? "" : ((await archive.read(part))?.toString("utf8") ?? "");
}

type Relation = { readonly type: string; readonly target: string };

async function relationsOf(archive: Archive, part: string): Promise<ReadonlyMap<string, Relation>> {
  const folder = part.slice(0, part.lastIndexOf("/") + 1);
  const relations = new Map<string, Relation>();
  scanXml(await textOf(archive, `${folder}_rels/${part.slice(folder.length)}.rels`), {
    open(name, attributes) {
      const target = attributes.get("Target");
      if (!name.endsWith("Relationship") || target === undefined) return;
      // An archive's parts have absolute paths; the host is of no meaning.
      const resolved = new URL(target, `archive://parts/${folder}`).pathname.slice(1);
      relations.set(attributes.get("Id") ?? "", {
        type: attributes.get("Type") ?? "",
        target: decodeURIComponent(resolved),
      });
    },
  });
  return relations;
}

/** Phonetic hints beside a text are no part of it. */
function readSharedTexts(xml: string): readonly string[] {
  const texts: string[] = [];
  let text = "";
  let isText = false;
  let isHint = false;
  scanXml(xml, {
    open(name) {
      if (/(?:^|:)si$/.test(name)) text = "";
      else if (/(?:^|:)t$/.test(name)) isText = true;
      else if (name.endsWith("rPh")) isHint = true;
    },
    text(content) {
      if (isText && !isHint) text += content;
    },
    close(name) {
      if (/(?:^|:)si$/.test(name)) texts.push(text);
      else if (/(?:^|:)t$/.test(name)) isText = false;
      else if (name.endsWith("rPh")) isHint = false;
    },
  });
  return texts;
}
