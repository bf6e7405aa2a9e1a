import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProject, ended, type Project } from "./cli-process.ts";

let project: Project;

beforeAll(async () => {
  project = await createProject();
});
afterAll(() => project[Symbol.asyncDispose]());

const manifest: { engines: { node: string }; bin: { aiecs: string } } = JSON.parse(
  await readFile(new URL("../package.json", import.meta.url), "utf8"),
);

/** Lets Node say it is another version. */
function pretend(version: string): string[] {
  const code = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;
  return ["--import", `data:text/javascript,${encodeURIComponent(code)}`];
}

describe("the door", () => {
  it("says in one line that Node is too old, before anything that an old Node cannot read", async () => {
    const { code, stdout, stderr } = await project.aiecs(["--help"], { nodeOptions: pretend("24.14.9") });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe("aiecs needs Node.js 24.15 or newer, and this is 24.14.9: https://nodejs.org\n");
    expect((await project.aiecs(["--help"], { nodeOptions: pretend("25.0.0") })).code).toBe(0);
    expect(manifest.engines.node).toBe(">=24.15");
  });

  it("holds nothing that an old Node would stumble over", async () => {
    const source = await readFile(new URL(`../${manifest.bin.aiecs}`, import.meta.url), "utf8");
    expect(source).not.toMatch(/^import\s|^export\s|\?\.|\?\?|^await\s/m);
  });

  it("keeps quiet when the reader of a pipe has seen enough", async () => {
    const steps = Array.from({ length: 3_000 }, () => ({ operation: "math_tool.add", params: { a: 1 } }));
    await project.write("many.json", JSON.stringify({ steps }));
    const child = project.start(["run", "many.json"]);
    const end = ended(child);
    child.stdout.once("data", () => child.stdout.destroy());
    const { code, stderr } = await end;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("writes a large result whole before it ends", async () => {
    const steps = Array.from({ length: 3_000 }, () => ({ operation: "math_tool.add", params: { a: 1 } }));
    const { code, stdout } = await project.aiecs(["run", "-", "--json", "-q"], { stdin: JSON.stringify({ steps }) });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(3_000);
  });

  it("[CLI-1] exits with 70 for a bug, and shows the stack only with --debug", async () => {
    await project.write("bug.mjs", 'JSON.stringify = () => { throw new TypeError("a bug"); };');
    const args = ["schema"];
    const nodeOptions = ["--import", "./bug.mjs"];
    const { code, stderr } = await project.aiecs(args, { nodeOptions });
    expect(code).toBe(70);
    expect(stderr).toContain("aiecs: TypeError: a bug\nThis is a bug:");
    expect(stderr).not.toMatch(/^\s+at /m);
    const { stderr: withStack } = await project.aiecs([...args, "--debug"], { nodeOptions });
    expect(withStack).toMatch(/^\s+at /m);
  });
});
