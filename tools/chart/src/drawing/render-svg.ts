import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { cleanText } from "#wording/clean-text.ts";
import { escapeXml } from "./escape-xml.ts";
import { textWidth } from "./fonts.ts";

export type PictureText = {
  readonly title: string;
  /** What the picture says, for those who cannot see it. */
  readonly alt: string;
};

let measuring = false;

/** Draws a Vega-Lite specification. The same specification gives the same text, byte for byte. */
export async function renderSvg(spec: TopLevelSpec, text: PictureText): Promise<string> {
  measureWithOwnFonts();
  const problems: string[] = [];
  const logger = collectErrors(problems);
  // Vega marks the records it draws; the caller's specification stays as it is.
  const view = new vega.View(vega.parse(compile(structuredClone(spec), { logger }).spec), {
    renderer: "none",
    loader: refusingLoader(problems),
    logger,
  });
  try {
    const svg = await view.toSVG();
    if (problems.length > 0) throw new Error(`The chart could not be drawn: ${problems.join("; ")}`);
    return describe(svg, text);
  } finally {
    view.finalize();
  }
}

/** A picture is one image to a screen reader, with a name and a description, rather than a hundred unnamed shapes. */
function describe(svg: string, { title, alt }: PictureText): string {
  const start = svg.indexOf("<svg");
  const end = svg.indexOf(">", start);
  const opening = svg.slice(start, end).replace(' class="marks"', ' role="img" font-stretch="condensed"');
  const texts = `<title>${escapeXml(cleanText(title))}</title><desc>${escapeXml(cleanText(alt, 4_000))}</desc>`;
  return `${opening}>${texts}${svg.slice(end + 1)}`;
}

/** Vega guesses a text's width where there is no canvas; labels then overlap or are cut. */
function measureWithOwnFonts(): void {
  if (measuring) return;
  const metrics: unknown = Reflect.get(vega, "textMetrics");
  if (typeof metrics !== "object" || metrics === null)
    throw new Error("This version of vega does not export textMetrics");
  Reflect.set(metrics, "width", widthOfItem);
  measuring = true;
}

type TextItem = { readonly fontSize?: number; readonly fontWeight?: string | number; readonly limit?: number };

function widthOfItem(item: TextItem, text: unknown): number {
  const bold = item.fontWeight === "bold" || Number(item.fontWeight) >= 600;
  const width = textWidth(
    typeof text === "string" || typeof text === "number" ? String(text) : "",
    item.fontSize ?? 11,
    bold,
  );
  return item.limit !== undefined && item.limit > 0 ? Math.min(width, item.limit) : width;
}

/** Everything a chart shows is inside its specification: nothing is ever loaded. Vega takes a failed load for no data. */
function refusingLoader(problems: string[]): vega.Loader {
  const refuse = (uri: string): Promise<never> => {
    const problem = `charts load nothing, but it asks for ${cleanText(uri)}`;
    problems.push(problem);
    return Promise.reject(new Error(problem));
  };
  return { load: refuse, sanitize: refuse, http: refuse, file: refuse };
}

/** Warnings are about taste, and would otherwise go to the console. */
function collectErrors(problems: string[]): vega.LoggerInterface {
  const logger: vega.LoggerInterface = {
    level: (level?: number) => (level === undefined ? 1 : logger),
    error: (...parts) => (problems.push(parts.map(String).join(" ")), logger),
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}
