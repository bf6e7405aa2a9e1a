import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createNetworkNamespace, mayMakeNamespaces } from "./network-namespace.ts";

const module = fileURLToPath(new URL("./network-namespace.ts", import.meta.url));

describe.skipIf(!mayMakeNamespaces())("a network namespace (needs CAP_NET_ADMIN and CAP_SYS_ADMIN)", () => {
  it("lets nothing through while it is cut, breaks no connection, and delivers after it is healed", async () => {
    await using stack = new AsyncDisposableStack();
    const space = stack.use(await createNetworkNamespace());
    const received: string[] = [];
    const ends: string[] = [];
    const server = createServer((socket) => {
      socket.setEncoding("utf8").on("data", (part: string) => received.push(part));
      for (const end of ["error", "end"]) socket.on(end, () => ends.push(end));
    }).listen(0, space.hostAddress);
    stack.defer(() => void server.close());
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The server has no port");
    const client = startInside(
      space.enter,
      `const socket = require("node:net").connect(${address.port}, "${space.hostAddress}");
       socket.on("error", ({ code }) => console.log(code));
       process.stdin.on("data", (part) => socket.write(part));`,
    );
    stack.defer(() => end(client));
    let told = "";
    client.stdout?.on("data", (part) => {
      told += String(part);
    });

    client.stdin?.write("a");
    await expect.poll(() => received.join("")).toBe("a");
    await space.cut();
    client.stdin?.write("b");
    await sleep(100);
    expect(received.join("")).toBe("a");
    await space.heal();
    await expect.poll(() => received.join(""), { timeout: 5_000 }).toBe("ab");
    expect({ ends, told }).toEqual({ ends: [], told: "" });
  });

  it("is removed with what runs inside once its maker was killed", async () => {
    const maker = spawn(process.execPath, [
      "--input-type=module-typescript",
      "--eval",
      `import { createNetworkNamespace } from ${JSON.stringify(module)};
       console.log((await createNetworkNamespace()).enter.at(-1));
       setInterval(() => {}, 1_000);`,
    ]);
    const [said] = await once(maker.stdout, "data");
    const name = String(said).trim();
    const inside = startInside(["ip", "netns", "exec", name], "setInterval(() => {}, 1_000); console.log(1);");
    if (inside.stdout) await once(inside.stdout, "data");
    await end(maker);
    expect(links()).toContain(name.replace("aiecs-", "aib-"));

    const exited = once(inside, "exit");
    await using _ = await createNetworkNamespace();
    expect(await exited).toEqual([null, "SIGKILL"]);
    expect(execFileSync("ip", ["netns", "list"], { encoding: "utf8" })).not.toContain(name);
    expect(links()).not.toContain(name.replace("aiecs-", ""));
  });
});

function startInside(enter: readonly string[], script: string): ChildProcess {
  const [program, ...args] = [...enter, process.execPath, "--eval", script];
  return spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

function links(): string {
  return execFileSync("ip", ["-brief", "link"], { encoding: "utf8" });
}
