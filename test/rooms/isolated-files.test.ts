import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Folders whose test files run without isolation. All files in a worker process share the same modules. */
const shared = ["backend", "client", "core", "examples", "flows", "frameworks", "rooms", "testing", "verify"];
const folders = [...shared.map((name) => `test/${name}/`), "server/test/"];

const names = folders
  .flatMap((folder) =>
    (readdirSync(root + folder, { recursive: true }) as string[])
      .filter((name) => /\.test\.tsx?$/.test(name) && !name.startsWith("rooms"))
      .map((name) => folder + name)
      .filter((name) => name !== "test/rooms/isolated-files.test.ts"),
  )
  .concat(
    readdirSync(`${root}test/package`)
      .filter((name) => name.endsWith(".test.ts"))
      .map((name) => `test/package/${name}`),
  );

it("a test file has the name *.isolated.test.ts if and only if the file mocks a module or counts timers", () => {
  const needing = names.filter((name) =>
    /\bvi\.(mock|doMock|getTimerCount)\(|\bleftOver\b/.test(readFileSync(root + name, "utf8")),
  );
  expect(needing.length).toBeGreaterThan(0);
  expect(needing).toEqual(names.filter((name) => /\.isolated\.test\.tsx?$/.test(name)));
});
