import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { Deployment } from "kubernetes-models/apps/v1";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1";
import { Secret, Service } from "kubernetes-models/v1";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { readExample } from "../../../test/support/read-example.ts";
import manifest from "../../package.json" with { type: "json" };
import { createProgram } from "../../src/cli/create-program.ts";
import type { ServeCommandOptions } from "../../src/cli/serve-options.ts";

/** The maximum duration of a shutdown, in seconds: 30 for requests in flight, and 5 to close the database. */
const GRACE_SECONDS = 30 + 5;

const dockerfile = await readExample("Dockerfile");
const compose = parse(await readExample("compose.yaml"));
const unit = (await readExample("assistant-cloud-server.service")).replaceAll("\\\n", " ");
const objects = parseAllDocuments(await readExample("kubernetes.yaml")).map((document) => document.toJS());
const [secret, deployment, service, budget] = objects;
const pod = deployment.spec.template.spec;
const [container] = pod.containers;
const inUnit = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(unit)?.[1] ?? "";

/** The CLI arguments in each deployment example. The first argument is the command `serve`. */
const commands: Record<string, string[]> = {
  Dockerfile: JSON.parse(/^CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? "[]"),
  "compose.yaml": compose.services.server.command,
  "kubernetes.yaml": container.args,
  "assistant-cloud-server.service": inUnit("ExecStart").split(/\s+/).slice(2),
};

/** Returns the options that the CLI reads from `args`. Throws for an unknown option or a value out of range. */
async function optionsOf(args: readonly string[]): Promise<ServeCommandOptions> {
  const [name, ...rest] = args;
  const serve = (await createProgram()).commands.find((command) => command.name() === name);
  if (serve === undefined) throw new Error(`There is no command ${name}.`);
  const { operands, unknown } = serve.exitOverride().parseOptions(rest);
  expect([...operands, ...unknown]).toEqual([]);
  return serve.opts<ServeCommandOptions>();
}

test.each(Object.entries(commands))(
  "the deployment example %s starts `serve` with options that exist",
  async (_file, args) => {
    const { drainDelay, logFormat } = await optionsOf(args);
    expect({ drainDelay, logFormat }).toEqual({ drainDelay: 10, logFormat: "json" });
  },
);

test("each deployment example leaves the process enough time to exit", async () => {
  const needed = (await optionsOf(commands["Dockerfile"] ?? [])).drainDelay + GRACE_SECONDS;
  const waits = [compose.services.server.stop_grace_period, `${pod.terminationGracePeriodSeconds}s`];
  for (const wait of [...waits, `${inUnit("TimeoutStopSec")}s`]) {
    expect(Number(/^(\d+)s$/.exec(wait)?.[1])).toBeGreaterThanOrEqual(needed);
  }
});

test("the proxies of the examples close an idle connection before the server does", async () => {
  const { keepAlive } = await optionsOf(["serve"]);
  for (const [file, option] of [
    ["nginx.conf", /keepalive_timeout (\d+)s;/],
    ["Caddyfile", /keepalive (\d+)s\n/],
  ] as const) {
    expect(Number(option.exec(await readExample(file))?.[1])).toBeLessThan(keepAlive);
  }
});

test("the documentation lists every environment variable that an example sets", async () => {
  const page = await readFile(new URL("../../../docs/authority/settings.md", import.meta.url), "utf8");
  const set = [
    ...Object.keys(compose.services.server.environment),
    ...Object.keys(secret.stringData),
    ...[...dockerfile.matchAll(/^ENV (\w+)=/gm)].map(([, name = ""]) => name),
    ...[...unit.matchAll(/^Environment=(\w+)=/gm)].map(([, name = ""]) => name),
  ];
  expect(set.length).toBeGreaterThan(4);
  expect(set.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test("the objects of the Kubernetes example match the schemas of the Kubernetes API", () => {
  const models = { Secret, Deployment, Service, PodDisruptionBudget };
  expect(objects.map(({ kind }) => kind)).toEqual(Object.keys(models));
  for (const object of objects) new models[object.kind as keyof typeof models](object).validate();
  const wrong = { ...deployment, spec: { ...deployment.spec, replicas: "two" } };
  expect(() => new Deployment(wrong).validate()).toThrow("replicas");
});

test("the Kubernetes example has consistent ports and labels, and its probes request the server's routes", async () => {
  const { port, metricsPort, drainDelay } = await optionsOf(container.args);
  const ports = Object.fromEntries(
    container.ports.map((each: { name: string; containerPort: number }) => [each.name, each.containerPort]),
  );
  expect(ports).toEqual({ http: port, metrics: metricsPort });
  const labels = deployment.spec.template.metadata.labels;
  const selectors = [deployment.spec.selector.matchLabels, service.spec.selector, budget.spec.selector.matchLabels];
  expect(selectors).toEqual([labels, labels, labels]);
  expect(service.spec.ports.map(({ targetPort }: { targetPort: string }) => targetPort)).toEqual(["http"]);
  const { startupProbe, readinessProbe, livenessProbe } = container;
  expect([startupProbe, readinessProbe, livenessProbe].map(({ httpGet }) => httpGet)).toEqual([
    { path: "/healthz", port: "http" },
    { path: "/readyz", port: "http" },
    { path: "/healthz", port: "http" },
  ]);
  // The kubelet detects the failing probe before the server stops responding.
  expect(readinessProbe.periodSeconds * readinessProbe.failureThreshold).toBeLessThan(drainDelay);
  expect(container.envFrom).toEqual([{ secretRef: { name: secret.metadata.name } }]);
});

test("the containers of the examples run as user 1000, without privileges, on a read-only file system", () => {
  expect(/^USER (.*)$/m.exec(dockerfile)?.[1]).toBe("1000:1000");
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  });
  expect(compose.services.server).toMatchObject({
    read_only: true,
    cap_drop: ["ALL"],
    security_opt: ["no-new-privileges:true"],
  });
});

test("the Compose and Kubernetes examples use the package's current version", () => {
  expect(compose.services.server.build.args.VERSION).toBe(manifest.version);
  expect(container.image).toMatch(new RegExp(`:${manifest.version.replaceAll(".", "\\.")}$`));
});

const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;
test.runIf(hasSystemd)("systemd accepts the example's unit file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "unit-"));
  const file = join(folder, "assistant-cloud-server.service");
  const verify = async (text: string) => {
    await writeFile(file, text);
    const { status, stderr } = spawnSync("systemd-analyze", ["verify", file], { encoding: "utf8" });
    return { status, stderr };
  };
  // systemd checks that the program exists, so insert the path of this Node.js.
  const text = unit.replace("/usr/bin/node", process.execPath);
  expect(await verify(text)).toEqual({ status: 0, stderr: "" });
  expect((await verify(text.replace("ProtectHome=yes", "ProtectHome=perhaps"))).stderr).toContain("perhaps");
  await rm(folder, { recursive: true });
});
