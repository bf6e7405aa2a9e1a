import { execFile } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { createExecutor, openTasks } from "@aiecs/core";
import { createServer } from "@aiecs/server";
import { resolveServerConfig } from "@aiecs/server/config";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadConfig } from "../packages/cli/src/config/load-config.ts";
import { problemOf, splitCommands } from "./docs/command-lines.ts";
import { readDocument } from "./docs/markdown.ts";

type Service = {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly stop_grace_period?: string;
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly deploy?: { readonly resources?: { readonly limits?: { readonly memory?: string; readonly cpus?: string } } };
};

type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, unknown>>;
};

const execute = promisify(execFile);
const text = (file: string): string => readFileSync(`deploy/${file}`, "utf8");
const compose: Compose = parse(text("compose.yaml"), { merge: true });
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image.startsWith("aiecs:"));
const units = globSync("deploy/systemd/*.service");

/** Those that the sources read, and those that the config names as places of keys. */
function knownVariables(): Set<string> {
  const sources = globSync("packages/*/src/**/*.ts", { exclude: ["**/*.test.ts", "**/*fixtures/**"] });
  const read = sources.flatMap((file) => namesIn(readFileSync(file, "utf8")));
  const keys = Array.from(text("aiecs.config.yaml").matchAll(/key_env: (\w+)/g), ([, name = ""]) => name);
  return new Set([...read, ...keys]);
}

function namesIn(content: string): string[] {
  return content.match(/\b(?:AIECS|TOOL_EXECUTOR)_[A-Z_]*[A-Z]\b/g) ?? [];
}

const seconds = (time = ""): number => Number(/^(\d+)s?$/.exec(time)?.[1]);

describe("deploy", () => {
  it("[USE-4] names no variable that nothing reads", () => {
    const files = globSync("deploy/**/*", { withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(7);
    const known = knownVariables();
    const unknown = files.flatMap(({ parentPath, name }) => {
      const names = namesIn(readFileSync(join(parentPath, name), "utf8"));
      return names.filter((variable) => !known.has(variable)).map((variable) => `${name}: ${variable}`);
    });
    expect(unknown).toEqual([]);
  });

  it("[USE-4] asks for health and runs commands by words, whatever YAML may make of a colon", () => {
    const checked = services.flatMap(([, { healthcheck }]) => (healthcheck ? [healthcheck.test] : []));
    expect(checked).toHaveLength(services.length);
    const words: readonly unknown[] = [...checked, ...services.map(([, { command = [] }]) => command)].flat();
    expect(words.filter((word) => typeof word !== "string")).toEqual([]);
  });

  it("[USE-4] calls commands that exist, with options that they have", async () => {
    const inUnits = units.map((file) => /^ExecStart=.*aiecs\.mjs (.*)$/m.exec(readFileSync(file, "utf8"))?.[1] ?? "");
    const lines = [
      ...inUnits.map((line) => splitCommands(line)[0] ?? []),
      ...ours.map(([, { command = [] }]) => command),
    ];
    expect(lines).toHaveLength(5);
    for (const words of lines) await expect(problemOf(["aiecs", ...words]), words.join(" ")).resolves.toBeUndefined();
  });

  it("[USE-4] has a config file without a mistake, whose keys are given to every process", async () => {
    const { path, server } = await loadConfig("aiecs.config.yaml", "deploy");
    expect(basename(path ?? "")).toBe("aiecs.config.yaml");
    const keys = (server.auth?.api_keys ?? []).flatMap((key) => ("key_env" in key && key.key_env) || []);
    expect(keys).toEqual(["AIECS_API_KEY", "AIECS_METRICS_KEY"]);
    for (const [name, { environment = {} }] of ours) {
      expect(Object.keys(environment), name).toEqual(expect.arrayContaining(keys));
    }
    const example = namesIn(text("systemd/aiecs.env.example"));
    expect(example).toEqual(expect.arrayContaining([...keys, "AIECS_REDIS_URL", "AIECS_DATABASE_URL"]));
  });

  it("gives processes more time to stop than their steps have", async () => {
    const { server } = await loadConfig("aiecs.config.yaml", "deploy");
    const graceS = resolveServerConfig(server).grace_s;
    for (const [name, { stop_grace_period: time }] of ours) expect(seconds(time), name).toBeGreaterThan(graceS);
    for (const file of units) {
      const stops = /^TimeoutStopSec=(.*)$/m.exec(readFileSync(file, "utf8"))?.[1];
      expect(seconds(stops), file).toBeGreaterThan(graceS);
    }
  });
});

describe("deploy/compose.yaml", () => {
  it("has a server that runs no task, a worker for each lane, Redis and PostgreSQL", () => {
    expect(ours.map(([name, { command = [] }]) => [name, command.slice(0, 3).join(" ")])).toEqual([
      ["server", "serve --queue none"],
      ["worker-fast", "worker --queue fast_tasks"],
      ["worker-heavy", "worker --queue heavy_tasks"],
    ]);
    expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(["redis", "postgres"]));
  });

  it("limits, probes and stops every service, and uses only volumes and networks that it has", () => {
    const names = new Set([...Object.keys(compose.volumes), ...Object.keys(compose.networks)]);
    for (const [name, { deploy, healthcheck, volumes = [], networks = [], depends_on: needs = {} }] of services) {
      expect(deploy?.resources?.limits, name).toMatchObject({ cpus: expect.any(String), memory: expect.any(String) });
      expect(healthcheck?.test[0], name).toMatch(/^CMD/);
      const used = [...volumes.map((volume) => volume.split(":", 1)[0] ?? ""), ...networks];
      expect(
        used.filter((one) => !one.startsWith("./") && !names.has(one)),
        name,
      ).toEqual([]);
      expect(
        Object.keys(needs).filter((one) => !(one in compose.services)),
        name,
      ).toEqual([]);
    }
  });

  it("shares the artifacts, and lets Redis neither lose nor throw out what is in line", () => {
    for (const [name, { volumes = [] }] of ours) expect(volumes, name).toContain("artifacts:/srv/aiecs/.aiecs");
    const redis = compose.services.redis?.command?.join(" ") ?? "";
    expect(redis).toContain("--appendonly yes");
    expect(redis).toContain("--maxmemory-policy noeviction");
  });

  it("holds no secret: each comes from the environment, and has to be there", () => {
    const needed = new Set(Array.from(text("compose.yaml").matchAll(/\$\{(\w+):\?/g), ([, name = ""]) => name));
    const listed = Array.from(text("compose.env.example").matchAll(/^(\w+)=(.*)$/gm), ([, name = "", value]) => [
      name,
      value,
    ]);
    expect(listed.toSorted()).toEqual([...needed].toSorted().map((name) => [name, ""]));
    const values = services.flatMap(([, { environment = {} }]) => Object.entries(environment));
    const secrets = values.filter(([name]) => /PASSWORD|KEY|AUTH|URL/.test(name));
    expect(secrets.length).toBeGreaterThan(10);
    expect(secrets.filter(([, value]) => !/\$\{\w+:\?/.test(value))).toEqual([]);
  });

  it("opens nothing but the server, and that to this machine alone", () => {
    expect(services.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]))).toEqual([
      ["server", "127.0.0.1:8000:8000"],
    ]);
    for (const name of ["redis", "postgres"]) expect(compose.services[name]?.networks).toEqual(["services"]);
  });
});

describe("deploy/Dockerfile", () => {
  const stages = text("Dockerfile")
    .split(/^FROM /m)
    .slice(1);

  it("copies files that are there, and from stages that come before", () => {
    const names = stages.map((stage) => /^\S+ AS (\S+)/.exec(stage)?.[1]);
    expect(names).toEqual(["repository", "published", "packages", undefined]);
    for (const [index, stage] of stages.entries()) {
      for (const [, from = ""] of stage.matchAll(/^COPY --from=(\S+)/gm)) expect(names.slice(0, index)).toContain(from);
    }
  });

  it("installs every package that is published", () => {
    const published = stages.find((stage) => stage.includes(" AS published"));
    const named = Array.from(published?.matchAll(/(@aiecs\/[a-z0-9-]+)@/g) ?? [], ([, name]) => name);
    const manifests = globSync("{adapters,tools}/*/package.json");
    const expected = manifests.map((file): string => JSON.parse(readFileSync(file, "utf8")).name);
    expect(named.toSorted()).toEqual(["@aiecs/cli", ...expected].toSorted());
  });

  it("runs as a user without rights, on the Node that the packages need", () => {
    expect(stages.at(-1)).toMatch(/^USER aiecs$/m);
    const bases = stages.map((stage) => /^\S+/.exec(stage)?.[0]);
    expect(new Set(bases)).toEqual(new Set(["node:24-bookworm-slim", "${SOURCE}"]));
  });
});

describe("deploy/systemd", () => {
  it.each(units)("%s gives up rights, and goes on after a crash", (file) => {
    const lines = readFileSync(file, "utf8").split("\n");
    for (const line of [
      "User=aiecs",
      "NoNewPrivileges=yes",
      "ProtectSystem=strict",
      "ProtectHome=yes",
      "PrivateTmp=yes",
      "KillSignal=SIGTERM",
      "Restart=on-failure",
      "StateDirectory=aiecs",
    ])
      expect(lines).toContain(line);
  });

  it.skipIf(!existsSync("/usr/bin/systemd-analyze"))("is understood by systemd", async () => {
    const folder = mkdtempSync(join(tmpdir(), "aiecs-units-"));
    try {
      // systemd looks for the program, too, and this machine's Node may be elsewhere.
      const copies = units.map((file) => {
        const copy = join(folder, basename(file));
        writeFileSync(
          copy,
          readFileSync(file, "utf8").replace("ExecStart=/usr/bin/node", `ExecStart=${process.execPath}`),
        );
        return copy;
      });
      const { stderr } = await execute("systemd-analyze", ["verify", ...copies]);
      expect(stderr.split("\n").filter((line) => line.includes(folder))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("the metrics that dashboards and alerts name", () => {
  let served = new Set<string>();
  beforeAll(async () => {
    await using executor = createExecutor({ tools: [] });
    await using tasks = await openTasks({ executor, config: { database: ":memory:" } });
    const server = await createServer({ executor, tasks, config: { port: 0 } });
    const { url } = await server.listen();
    const exposition = await (await fetch(`${url}/metrics`)).text();
    await server.close();
    const typed = Array.from(exposition.matchAll(/^# TYPE (\S+) (\S+)$/gm), ([, name = "", type]) =>
      type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    );
    served = new Set(typed.flat());
  });

  const namesOf = (query: string): string[] => query.match(/\b(?:aiecs|http|nodejs|process)_[a-z0-9_]+\b/g) ?? [];
  const dashboard: { readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[] } =
    JSON.parse(text("grafana/aiecs.json"));
  const rules: {
    readonly groups: readonly { readonly rules: readonly { readonly expr: string }[] }[];
  } = parse(text("prometheus/aiecs.yaml"));
  const operations = readDocument("docs/operations.md");

  it.each([
    ["deploy/grafana/aiecs.json", dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))],
    ["deploy/prometheus/aiecs.yaml", rules.groups.flatMap((group) => group.rules.map(({ expr }) => expr))],
    ["docs/operations.md", [operations.prose, ...operations.blocks.map((block) => block.text)]],
  ])("[USE-4] are served at /metrics: %s", (_file, queries) => {
    const names = queries.flatMap(namesOf);
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !served.has(name))).toEqual([]);
  });

  it("are all in the documentation, where they are ours", () => {
    const named = new Set(namesOf(operations.prose));
    expect([...served].filter((name) => name.startsWith("aiecs_") && !named.has(name))).toEqual([]);
  });
});
