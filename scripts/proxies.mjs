import { spawnSync } from "node:child_process";
import process from "node:process";

/**
 * Returns the path of the nginx for tests and `npm run bench`: `NGINX`, or the system's nginx; null if none is
 * installed.
 */
export function findNginx() {
  // nginx prints its version to standard error.
  return find(process.env.NGINX ? [process.env.NGINX] : ["nginx", "/usr/sbin/nginx"], ["-v"], /nginx\/(\d+\.\d+\.\d+)/);
}

/** Returns the path of the Caddy for tests: `CADDY`, or the system's Caddy; null if none is installed. */
export function findCaddy() {
  return find([process.env.CADDY || "caddy"], ["version"], /^v?(\d+\.\d+\.\d+)/);
}

function find(paths, args, pattern) {
  for (const path of paths) {
    const { stdout, stderr } = spawnSync(path, args, { encoding: "utf8" });
    const version = pattern.exec(`${stdout ?? ""}${stderr ?? ""}`)?.[1];
    if (version) return { path, version };
  }
  return null;
}
