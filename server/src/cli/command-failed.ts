/** An error that ends a command with exit code 1, because the printed result already states the reason. */
export class CommandFailed extends Error {}
