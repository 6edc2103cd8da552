import { spawnSync } from "node:child_process";
import process from "node:process";

/**
 * Returns the path and version of the nginx that tests and `npm run bench` use, or null if nginx is not installed. If
 * the environment variable `NGINX` contains a path, the function checks only that path.
 */
export function findNginx() {
  // nginx prints its version to standard error.
  return find(process.env.NGINX ? [process.env.NGINX] : ["nginx", "/usr/sbin/nginx"], ["-v"], /nginx\/(\d+\.\d+\.\d+)/);
}

/**
 * Returns the path and version of the Caddy that tests use, or null if Caddy is not installed. If the environment
 * variable `CADDY` contains a path, the function checks only that path.
 */
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
