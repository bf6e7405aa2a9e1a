const namePattern = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** Whether a text can name a tool, an operation or a step: letters, digits, `_` and `-`, and nothing every object has. */
export function isName(text: unknown): text is string {
  return typeof text === "string" && namePattern.test(text) && !(text in Object.prototype);
}

/** What `isName` asks for, to be said in messages. */
export const nameRule = "a letter or _, then letters, digits, _ or -, and not a name that every object has";
