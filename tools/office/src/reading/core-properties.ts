import type { Archive } from "#documents/read-archive.ts";
import type { Properties } from "./document-content.ts";
import { isoMoment, orNull } from "./properties.ts";
import { scanXml } from "./xml-scan.ts";

/** What an Office Open XML document tells of itself (ECMA-376 part 2, 11). */
export async function readCoreProperties(archive: Archive): Promise<Properties> {
  const values = new Map<string, string>();
  let open = "";
  scanXml((await archive.read("docProps/core.xml"))?.toString("utf8") ?? "", {
    open: (name) => void (open = name.slice(name.indexOf(":") + 1)),
    text: (text) => void values.set(open, (values.get(open) ?? "") + text),
    close: () => void (open = ""),
  });
  return {
    title: orNull(values.get("title")),
    author: orNull(values.get("creator")),
    subject: orNull(values.get("subject")),
    keywords: orNull(values.get("keywords")),
    created: isoMoment(values.get("created")),
    modified: isoMoment(values.get("modified")),
  };
}
