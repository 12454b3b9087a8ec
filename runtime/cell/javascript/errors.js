// The errors a script or its cell may meet, under the names they have in Python too.

/** The root: catch it to catch everything Limner throws. */
export class LimnerError extends Error {
  /** @param {string} message @param {ErrorOptions} [options] */
  constructor(message, options) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The metadata block cannot be read. */
export class ManifestError extends LimnerError {}
/** A shape is not one. */
export class GeometryError extends LimnerError {}
/** A hook is declared wrongly. */
export class HookError extends LimnerError {}
/** The script uses what its block does not ask for. */
export class GrantError extends LimnerError {}
/** A change set holds an item that cannot be applied. */
export class ChangeError extends LimnerError {}
/** A parameter's value does not fit its declaration. */
export class ParameterError extends LimnerError {}
/** A message came out of order or malformed. */
export class ProtocolError extends LimnerError {}
/** The host refused or could not answer a call. */
export class HostError extends LimnerError {}
/** The run was told to stop; calls that wait for the host end with it. */
export class Stopped extends LimnerError {}

/** A module the script imports is not there; `line` is where it asks for it. */
export class ImportError extends LimnerError {
  /** @param {string} message @param {number} line */
  constructor(message, line) {
    super(message);
    this.line = line;
  }
}

/** What acorn says of a text, with where. */
export class Malformed extends SyntaxError {
  /** @param {{message: string, loc?: {line: number, column: number}}} error */
  constructor({ message, loc = { line: 1, column: 0 } }) {
    super(`${message.replace(/ \(\d+:\d+\)$/, "")} (column ${loc.column + 1})`);
    this.name = "SyntaxError";
    this.line = loc.line;
  }
}

/**
 * Write a value as an error message names it, short.
 * @param {unknown} value
 */
export function shown(value) {
  if (typeof value === "string") return `'${value.slice(0, 60)}'`;
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 60);
  } catch {
    return `a value of type ${typeof value}`;
  }
}
