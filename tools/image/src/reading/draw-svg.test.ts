import { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { drawSvg } from "./draw-svg.ts";

const never = new AbortController().signal;
const maxPixels = 50_000_000;
const svg = (body: string, size = `width="400" height="300"`) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${size}>${body}</svg>`);

/** Filters that take minutes to draw. */
const endless = svg(
  `<filter id="f"><feTurbulence baseFrequency="0.5" numOctaves="1000"/></filter><rect width="7000" height="7000" filter="url(#f)"/>`,
  `width="7000" height="7000"`,
);

/** Collects the processes that are started from here on. */
function watchProcesses() {
  const started: ChildProcess[] = [];
  const note = (message: unknown) => {
    const child = typeof message === "object" && message !== null ? Reflect.get(message, "process") : undefined;
    if (child instanceof ChildProcess) started.push(child);
  };
  subscribe("child_process", note);
  return {
    /** How each ended; null for those that live. */
    ends: () => started.map(({ exitCode, signalCode }) => signalCode ?? exitCode),
    [Symbol.dispose]: () => void unsubscribe("child_process", note),
  };
}

describe("drawing an SVG", () => {
  it("tells its own size, and draws small ones at twice of it", async () => {
    using processes = watchProcesses();
    const { png, ...size } = await drawSvg({ content: svg(`<rect width="9" height="9"/>`), maxPixels, signal: never });
    expect(size).toEqual({ width: 400, height: 300 });
    expect(await sharp(png).metadata()).toMatchObject({ format: "png", width: 800, height: 600 });
    expect(processes.ends()).toEqual(["SIGKILL"]);
  });

  it("[TOOL-6] does not draw what has more pixels than allowed", async () => {
    const content = svg("", `width="20000" height="20000"`);
    expect(await drawSvg({ content, maxPixels, signal: never })).toEqual({ width: 20_000, height: 20_000 });
  });

  it("[TOOL-8] stops at once when aborted, whatever is being drawn, and leaves no process", async () => {
    using processes = watchProcesses();
    const stop = new AbortController();
    const drawing = drawSvg({ content: endless, maxPixels, signal: stop.signal });
    expect(processes.ends()).toEqual([null]);
    stop.abort(new Error("enough"));
    await expect(drawing).rejects.toThrow("enough");
    expect(processes.ends()).toEqual(["SIGKILL"]);
    await expect(drawSvg({ content: endless, maxPixels, signal: stop.signal })).rejects.toThrow("enough");
  });

  it("[TOOL-6] gives up a drawing that takes too long, and leaves no process", async () => {
    using processes = watchProcesses();
    const drawing = drawSvg({ content: endless, maxPixels, signal: never, timeoutMs: 600 });
    await expect(drawing).rejects.toThrow("drawing it takes more than 0.6 seconds");
    expect(processes.ends()).toEqual(["SIGKILL"]);
  });
});
