#!/usr/bin/env node
// The door of the command, from sources and when published. Read by whatever Node there is: nothing newer than a
// dynamic import may stand here, and no static import at all, so that an old Node gets a sentence, not a syntax error.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major > 24 || (major === 24 && minor >= 15)) {
  // What is compiled (and, from sources, stripped of its types) is kept for the next start. In the user's own folder:
  // Node's usual one, in the temporary folder, is open to other users.
  const { XDG_CACHE_HOME, HOME, LOCALAPPDATA } = process.env;
  const folder = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && `${HOME}/.cache`);
  if (folder) process.getBuiltinModule("node:module").enableCompileCache(`${folder}/aiecs`);
  import("#main.ts").catch((error) => {
    const isUnbuilt = error.code === "ERR_MODULE_NOT_FOUND" && String(error.message).includes("dist");
    if (!isUnbuilt) throw error;
    process.stderr.write("aiecs is not built: run npm run build, or start it from the sources by npm run aiecs -- …\n");
    process.exitCode = 70;
  });
} else {
  process.stderr.write(
    `aiecs needs Node.js 24.15 or newer, and this is ${process.versions.node}: https://nodejs.org\n`,
  );
  process.exitCode = 1;
}
