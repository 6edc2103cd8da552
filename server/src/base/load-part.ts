import { AuthorityError } from "./authority-error.ts";

/**
 * Runs a dynamic import and turns a library that is not installed into `missing_package`.
 *
 * The libraries of the authority are optional peers: who uses only the React package installs none of them.
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const name = missingPackage(cause);
    if (name === null) throw cause;
    throw new AuthorityError(
      "missing_package",
      `The authority needs the package \`${name}\`, which is not installed.`,
      `Run: npm install ${name}`,
      { cause },
    );
  }
}

function missingPackage(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  if (error.code !== "ERR_MODULE_NOT_FOUND" && error.code !== "MODULE_NOT_FOUND") return null;
  const specifier = /Cannot find (?:package|module) '([^'./][^']*)'/.exec(error.message)?.[1];
  return specifier === undefined ? null : (/^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? null);
}
