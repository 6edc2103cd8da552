/** Ends a command with 1 when its printed result already says why. */
export class CommandFailed extends Error {}
