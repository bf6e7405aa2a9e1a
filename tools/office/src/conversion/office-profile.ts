import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

type Setting = readonly [path: string, name: string, value: string | number | boolean];

/** An address at which nothing answers: the proxy of a LibreOffice that is to reach nothing. */
const nowhere = { host: "127.0.0.1", port: 9 };

/** Macros are off, links are never followed, formulas keep their stored values, and the network is out of reach. */
const settings: readonly Setting[] = [
  ["Office.Common/Security/Scripting", "DisableMacrosExecution", true],
  ["Office.Common/Security/Scripting", "MacroSecurityLevel", 3],
  ["Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", true],
  ["Office.Writer/Content/Update", "Link", 0],
  ["Office.Writer/Content/Update", "Field", false],
  ["Office.Calc/Content/Update", "Link", 1],
  ["Office.Calc/Formula/Load", "OOXMLRecalcMode", 1],
  ["Office.Calc/Formula/Load", "ODFRecalcMode", 1],
  ["Inet/Settings", "ooInetProxyType", 2],
  ["Inet/Settings", "ooInetHTTPProxyName", nowhere.host],
  ["Inet/Settings", "ooInetHTTPProxyPort", nowhere.port],
  ["Inet/Settings", "ooInetHTTPSProxyName", nowhere.host],
  ["Inet/Settings", "ooInetHTTPSProxyPort", nowhere.port],
  ["Inet/Settings", "ooInetNoProxy", ""],
];

/**
 * Makes a profile with which LibreOffice opens documents that nobody vouches for. Its temporary files stand in the
 * profile, too: of a process that was stopped they would be left behind elsewhere.
 */
export async function writeOfficeProfile(folder: string): Promise<void> {
  const temporary = join(folder, "tmp");
  const url = pathToFileURL(temporary).href.replaceAll("&", "&amp;");
  const items = [...settings, ["Office.Common/Path/Current", "Temp", url] as const].map(
    ([path, name, value]) =>
      `<item oor:path="/org.openoffice.${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`,
  );
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${items.join("\n")}
</oor:items>
`;
  await mkdir(join(folder, "user"), { recursive: true });
  await mkdir(temporary);
  await writeFile(join(folder, "user", "registrymodifications.xcu"), xml);
}
