import { readFile, stat } from "node:fs/promises";
import { type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import { type PageMemory, parsePageMemory, updatePage } from "#dashboard/page-state.ts";
import { readPanels } from "#dashboard/read-panels.ts";
import { renderPage } from "#dashboard/render-page.ts";
import type { SearchInstance } from "#instance/search-instance.ts";
import type { UpdateDashboardParams, UpdateDashboardResult } from "#schemas/update-dashboard.ts";

type Context = ToolContext<SearchInstance>;

/** Where a page is kept; nowhere but in memory when no path is given. */
type PagePlace = { readonly key: string; readonly html?: string; readonly json?: string };

const maxChanges = 50;

/** Brings a page up to date: what it shows, and the course of each figure so far. */
export async function updateDashboard(params: UpdateDashboardParams, context: Context): Promise<UpdateDashboardResult> {
  const { instance, signal } = context;
  const { panels, notes } = await readPanels(params.metrics);
  if (panels.length === 0)
    throw new ValidationError("Invalid metrics: expected at least one result, received an empty list");
  const outputPath = params.output_path ?? instance.config.dashboard.output_path;
  const place = await placeOf(outputPath, params.title, context);
  return await instance.pages.inTurn(place.key, async () => {
    signal.throwIfAborted();
    const before = place.json === undefined ? instance.pages.get(place.key) : await readMemory(place.json, context);
    const { config, now } = instance;
    const { title } = params;
    const { history, refresh_s } = config.dashboard;
    const { state, changes } = updatePage(before, {
      title,
      panels,
      key: context.idempotencyKey,
      nowMs: now(),
      history,
    });
    const page = renderPage(state, params.refresh_s ?? refresh_s);
    const data = await context.artifacts.write({
      name: "dashboard.json",
      mediaType: "application/json",
      content: JSON.stringify(state),
      outputPath: place.json,
    });
    const artifact = await context.artifacts.write({
      name: "dashboard.html",
      mediaType: "text/html",
      content: page,
      outputPath: place.html,
    });
    if (place.json === undefined) {
      const { panels: _, ...memory } = state;
      instance.pages.set(place.key, memory);
    }
    return {
      artifact,
      data,
      path: place.html ?? artifact.path,
      title,
      updated: state.updated,
      updates: state.updates,
      panels: panels.length,
      figures: panels.reduce((sum, panel) => sum + panel.figures.length, 0),
      changed: changes.slice(0, maxChanges),
      changed_count: changes.length,
      notes,
    };
  });
}

async function placeOf(outputPath: string | undefined, title: string, { files, userId }: Context): Promise<PagePlace> {
  if (outputPath === undefined) return { key: JSON.stringify([userId ?? null, title]) };
  const html = await files.writable(outputPath);
  return { key: html, html, json: await files.writable(outputPath.replace(/\.html?$/i, ".json")) };
}

/** What the JSON beside a page remembers; a file that is something else is never written over. */
async function readMemory(path: string, { files }: Context): Promise<PageMemory | undefined> {
  try {
    await stat(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  const memory = parsePageMemory(await readFile(await files.readable(path), "utf8"));
  if (memory !== undefined) return memory;
  throw new ValidationError(
    `${path} is not the data of a dashboard and would be written over: move it away, or choose another output_path`,
  );
}
