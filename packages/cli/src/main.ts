import { dispatch } from "#command-line/dispatch.ts";
import { openTerminal } from "#output/terminal.ts";

// What the process was started for: runs the command, writes all of its output and ends the process.
const terminal = openTerminal();
let exitCode = await dispatch(process.argv.slice(2), terminal);
const failure = await terminal.flush();
if (failure) {
  terminal.err.write(`aiecs: the output cannot be written: ${failure.message}\n`);
  exitCode ||= 1;
}
// Ends here even when a tool left a timer or a connection behind.
process.exit(exitCode);
