import type { Services } from "../app/build-services.ts";

/** The methods that CLI commands may call, listed by service. */
export const COMMAND_METHODS = {
  keys: ["create", "page", "rotate", "revoke"],
  rules: ["add", "list", "page", "warnings", "setEnabled", "remove"],
  origins: ["list", "add", "remove"],
  signingKeys: ["list", "rotate", "revoke"],
  revocations: ["add", "list", "revokedBefore"],
  projects: ["page", "add", "remove"],
  audit: ["list"],
  admins: ["list", "remove"],
  setUpUrls: ["create", "invite"],
  transfer: ["export", "import"],
  doctor: ["runChecks"],
  threads: ["list", "countByUser", "viewMessages", "remove", "eraseUser", "exportPage", "importLines"],
} as const satisfies { [Name in keyof Services]?: readonly (keyof Services[Name])[] };

type CommandMethods = typeof COMMAND_METHODS;

/**
 * The services that CLI commands call. The services use an open database, or forward each call to a running server
 * through its control channel. Arguments and results are plain data and dates, so they can be sent to another process.
 */
export type CommandServices = {
  readonly [Name in keyof CommandMethods]: Pick<
    Services[Name],
    Extract<keyof Services[Name], CommandMethods[Name][number]>
  >;
};

/** A call of one method, in serializable form. */
export interface RemoteCall {
  readonly project: string;
  readonly service: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** Creates services that forward each call to another process through `send`. */
export function createRemoteServices(project: string, send: (call: RemoteCall) => Promise<unknown>): CommandServices {
  const services = Object.entries(COMMAND_METHODS).map(([service, methods]) => [
    service,
    Object.fromEntries(
      methods.map((method) => [method, (...args: unknown[]) => send({ project, service, method, args })]),
    ),
  ]);
  return Object.fromEntries(services) as CommandServices;
}

/** Returns the method that a {@link RemoteCall} selects; null if CLI commands must not use that method. */
export function findMethod(
  services: CommandServices,
  { service, method }: RemoteCall,
): ((...args: readonly unknown[]) => Promise<unknown>) | null {
  if (!Object.hasOwn(COMMAND_METHODS, service)) return null;
  const name = service as keyof CommandMethods;
  const methods: readonly string[] = COMMAND_METHODS[name];
  if (!methods.includes(method)) return null;
  return (
    (services[name] as unknown as Record<string, (...args: readonly unknown[]) => Promise<unknown>>)[method] ?? null
  );
}
