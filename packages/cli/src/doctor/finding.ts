/** One thing that was looked at. `problem`: something that is needed is missing or wrong. */
export type Finding = {
  readonly area: "node" | "config" | "environment" | "tools" | "files" | "tasks" | "server";
  readonly name: string;
  readonly status: "ok" | "note" | "problem";
  readonly detail: string;
  /** What to do about it. */
  readonly fix?: string;
};
