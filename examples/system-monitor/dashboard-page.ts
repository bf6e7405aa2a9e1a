/** A panel of the live page, as a reader sees it. */
export type PanelShown = { readonly status: string; readonly figures: ReadonlyMap<string, number> };

const units: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** The panels of a dashboard's HTML by their titles; sizes in bytes. */
export function readDashboard(html: string): ReadonlyMap<string, PanelShown> {
  const sections = html.matchAll(/<section class="(\w+)"><h2>([^<]+)<\/h2>(.*?)<\/section>/gs);
  return new Map(
    Array.from(sections, ([, status = "", title = "", body = ""]) => [title, { status, figures: readFigures(body) }]),
  );
}

function readFigures(body: string): ReadonlyMap<string, number> {
  const rows = body.matchAll(/<th scope="row">([^<]+)<\/th><td class="value">([\d,.]+) ?([^<]*)<\/td>/g);
  return new Map(
    Array.from(rows, ([, label = "", number = "", unit = ""]) => [
      label,
      Number(number.replaceAll(",", "")) * (units[unit] ?? 1),
    ]),
  );
}
