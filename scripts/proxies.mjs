import { spawnSync } from "node:child_process";
import process from "node:process";

/** The nginx that tests and `npm run bench` run: that of `NGINX`, else the system's; null when none is there. */
export function findNginx() {
  // It prints its version to standard error.
  return find(process.env.NGINX ? [process.env.NGINX] : ["nginx", "/usr/sbin/nginx"], ["-v"], /nginx\/(\d+\.\d+\.\d+)/);
}

/** The Caddy that tests run: that of `CADDY`, else the system's; null when none is there. */
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
