/** Ends a command with exit code 1; its printed result already states the reason. */
export class CommandFailed extends Error {}
