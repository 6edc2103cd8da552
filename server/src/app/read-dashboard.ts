/** A file of the built dashboard with its response headers. */
interface DashboardFile {
  body: Uint8Array<ArrayBuffer>;
  headers: Readonly<Record<string, string>>;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
  md: "text/plain; charset=utf-8",
};

// The dashboard may call only its own authority and may load scripts and styles only from files. Other pages must not
// frame it.
const SECURITY_HEADERS = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/**
 * Returns the response to a GET or HEAD request for a file of the dashboard. Redirects `/dashboard` to `/dashboard/`.
 * Returns null for any other request.
 */
export type DashboardResponder = (request: Request) => Response | null;

/**
 * Reads the built dashboard into memory. Requires Node.js.
 *
 * Requests read the files from memory, so request paths never reach the file system.
 *
 * @param folder the path of the folder; null for the dashboard in the package
 * @returns null if the folder has no `index.html`, for example if the package runs from its source
 */
export async function readDashboard(folder: string | null): Promise<DashboardResponder | null> {
  // Bundlers treat `new URL(…, import.meta.url)` as an asset to resolve, so the code puts `import.meta.url` into a
  // variable first.
  const here = import.meta.url;
  const files = await readFiles(folder ?? new URL("./dashboard/", here));
  const page = files.get("index.html");
  if (page === undefined) return null;
  files.set("", page);
  return (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return null;
    // Most requests are not for the dashboard, and parsing a URL is expensive.
    if (!request.url.includes("/dashboard")) return null;
    const { pathname } = new URL(request.url);
    // A proxy may serve the authority below a path, so the redirect URL is relative.
    if (pathname === "/dashboard") {
      return new Response(null, { status: 308, headers: { Location: "dashboard/", ...SECURITY_HEADERS } });
    }
    if (!pathname.startsWith("/dashboard/")) return null;
    const file = files.get(pathname.slice("/dashboard/".length));
    if (file === undefined) return null;
    return new Response(request.method === "HEAD" ? null : file.body, { headers: file.headers });
  };
}

async function readFiles(folder: string | URL): Promise<Map<string, DashboardFile>> {
  const { readdir, readFile } = await import("node:fs/promises");
  const { join, relative } = await import("node:path");
  const { fileURLToPath } = await import("node:url");
  const root = typeof folder === "string" ? folder : fileURLToPath(folder);
  const files = new Map<string, DashboardFile>();
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
  for (const entry of entries) {
    const type = CONTENT_TYPES[entry.name.slice(entry.name.lastIndexOf(".") + 1)];
    // Symbolic links may lead out of the folder, so they are skipped.
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(root, path).replaceAll("\\", "/");
    files.set(name, {
      body: new Uint8Array(await readFile(path)),
      headers: {
        "Content-Type": type,
        // The file names below `assets` contain a hash of the content, so browsers can cache them forever.
        "Cache-Control": name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
        ...SECURITY_HEADERS,
      },
    });
  }
  return files;
}
