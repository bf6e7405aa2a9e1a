import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { memoryShare, usedBytes, volumeBytes } from "./machine-figures.ts";

const stepMs = 250;
const memoryStepBytes = 12 * 1024 ** 2;
/** Above 80 %, where memory counts as high, and below 95 %, where it would be graver news. */
const memoryGoal = 0.83;
const fileBytes = 2 * 1024 ** 2;
/** Short of 90 %, where a volume counts as full: who tells of it has foreseen it. */
const volumeGoal = 0.8;
const floodBody = new Uint8Array(512 * 1024);

/** Makes this process the machine in trouble, by real work. @returns when each trouble has begun */
export async function injectFaults(url: string, folder: string): Promise<void> {
  await Promise.all([occupyCore(), flood(url)]);
  const hoard: Buffer[] = [];
  setInterval(() => {
    if (memoryShare() < memoryGoal) hoard.push(Buffer.alloc(memoryStepBytes, 1));
    if (usedBytes(folder) < volumeGoal * volumeBytes) {
      writeFileSync(join(folder, `log.${Date.now()}`), Buffer.alloc(fileBytes));
    }
    sendNonsense(url);
    void flood(url);
  }, stepMs);
}

async function occupyCore(): Promise<void> {
  const busy = new Worker('require("node:worker_threads").parentPort.postMessage("busy"); for (;;);', { eval: true });
  await once(busy, "message");
}

async function flood(url: string): Promise<void> {
  await fetch(`${url}/upload`, { method: "POST", body: floodBody });
}

/** What is no HTTP is a network error to whom it reaches. */
function sendNonsense(url: string): void {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname, () => socket.end("nonsense\r\n\r\n"));
  socket.resume();
}
