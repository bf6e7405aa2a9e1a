import { ValidationError } from "@aiecs/core/contracts";

/** Stands where there is no Node, in browsers. @throws E001 always */
export async function openLocalClient(): Promise<never> {
  throw new ValidationError("Modes 'simple' and 'full' need Node: in a browser, give the url of a server");
}
