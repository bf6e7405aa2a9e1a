import type { CommandGroup } from "#command-line/command.ts";

/** `aiecs tasks` */
export const command: CommandGroup = {
  commands: {
    list: { summary: "List tasks, newest first", load: () => import("#commands/tasks/list.ts") },
    show: { summary: "Show how a task stands, step by step", load: () => import("#commands/tasks/show.ts") },
    events: { summary: "Print what happened to a task", load: () => import("#commands/tasks/events.ts") },
    result: { summary: "Read a step's result, page by page", load: () => import("#commands/tasks/result.ts") },
    resume: {
      summary: "Go on with a task, keeping what has completed",
      load: () => import("#commands/tasks/resume.ts"),
    },
    cancel: { summary: "Cancel a task that waits or runs", load: () => import("#commands/tasks/cancel.ts") },
    approve: { summary: "Let a step run that waits for it", load: () => import("#commands/tasks/approve.ts") },
    reject: { summary: "Keep a step from running that waits for it", load: () => import("#commands/tasks/reject.ts") },
    delete: {
      summary: "Remove a task that has ended, with its files",
      load: () => import("#commands/tasks/delete.ts"),
    },
  },
};
