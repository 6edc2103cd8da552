/**
 * Ends a command with exit code 1 and without an error message, because the printed result already states the reason.
 */
export class CommandFailed extends Error {}
