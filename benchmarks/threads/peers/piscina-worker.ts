import { move } from "piscina";
import { makeBuffer } from "../work.ts";

export { burn } from "../work.ts";

export const nothing = (): null => null;

export const moveBuffer = (task: { bytes: number }) => move(makeBuffer(task));
