import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { freePort } from "./free-port.ts";
import { readExample } from "./read-example.ts";
import { giveToUnprivileged, unprivileged } from "./unprivileged-user.ts";

/** A reverse proxy on this machine, in front of two servers and without TLS. */
export interface TestProxy {
  readonly url: string;
  /** Returns what the proxy has written to its error log, which includes failures of the two servers. */
  log(): string;
  /** Stops the proxy and deletes its files. */
  remove(): Promise<void>;
}

interface ProxyProgram {
  /** A text that the proxy logs once it listens. */
  readonly ready: string;
  /** Returns the contents of the proxy's settings file. */
  settings(folder: string, port: number, servers: readonly [string, string]): Promise<string>;
  /** Returns the command-line arguments that make the proxy read a settings file. */
  command(file: string): readonly string[];
}

const nginx: ProxyProgram = {
  ready: "start worker process",
  async settings(folder, port, servers) {
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    const site = await readExample("nginx.conf", {
      "10.0.0.11:8787": servers[0],
      "10.0.0.12:8787": servers[1],
      "listen 443 ssl http2;": `listen 127.0.0.1:${port};`,
      "ssl_certificate /etc/nginx/tls/auth.example.com.pem;": "",
      "ssl_certificate_key /etc/nginx/tls/auth.example.com.key;": "",
    });
    return `
      daemon off;
      worker_processes 1;
      pid ${folder}/nginx.pid;
      error_log stderr notice;
      events {}
      http {
        access_log off;
        ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n")}
        ${site}
      }`;
  },
  command: (file) => ["-e", "stderr", "-c", file],
};

const caddy: ProxyProgram = {
  ready: "serving initial configuration",
  async settings(_folder, port, servers) {
    const site = await readExample("Caddyfile", {
      "10.0.0.11:8787": servers[0],
      "10.0.0.12:8787": servers[1],
      "auth.example.com {": `http://127.0.0.1:${port} {`,
    });
    return `{\n\tadmin off\n}\n${site}`;
  },
  command: (file) => ["run", "--adapter", "caddyfile", "--config", file],
};

/**
 * Starts nginx as a proxy for two servers. Uses the settings in `server/deploy/nginx.conf`, except the TLS settings.
 * @param path the path of the program nginx
 * @param servers the two servers, each as `host:port`
 */
export const startNginx = (path: string, servers: readonly [string, string]) => startProxy(nginx, path, servers);

/**
 * Starts Caddy as a proxy for two servers. Uses the settings in `server/deploy/Caddyfile`, except the TLS settings.
 * @param path the path of the program Caddy
 * @param servers the two servers, each as `host:port`
 */
export const startCaddy = (path: string, servers: readonly [string, string]) => startProxy(caddy, path, servers);

async function startProxy(program: ProxyProgram, path: string, servers: readonly [string, string]): Promise<TestProxy> {
  const folder = await mkdtemp(join(tmpdir(), "authority-proxy-"));
  const home = join(folder, "home");
  const file = join(folder, "settings");
  const port = await freePort();
  await mkdir(home);
  await writeFile(file, await program.settings(folder, port, servers));
  await giveToUnprivileged(folder, home, file);
  const child = spawn(path, program.command(file), {
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: process.env["PATH"], HOME: home },
    ...unprivileged,
  });
  let log = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (chunk) => {
      log += chunk;
      if (log.includes(program.ready)) resolve();
    });
    child.once("error", reject);
    child.once("close", () => reject(new Error(`${path} ended: ${log}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    log: () => log,
    async remove() {
      const closed = once(child, "close");
      child.kill("SIGTERM");
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
