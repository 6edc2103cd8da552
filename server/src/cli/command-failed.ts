/**
 * An error that ends a command with exit code 1 and without an error message. The printed result already states the
 * reason.
 */
export class CommandFailed extends Error {}
