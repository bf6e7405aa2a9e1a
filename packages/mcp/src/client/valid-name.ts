import { createHash } from "node:crypto";

/**
 * A name as tools and operations have it: the same where it is one already, else with `_` in place of what may not stand
 * there, and a part of a hash, so that no two become one.
 */
export function validName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) && !(name in Object.prototype)) return name;
  const plain = name.replaceAll(/[^A-Za-z0-9_-]/g, "_");
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${/^[A-Za-z_]/.test(plain) ? "" : "_"}${plain}_${hash}`;
}
