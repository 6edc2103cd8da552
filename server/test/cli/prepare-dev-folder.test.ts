import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { prepareDevFolder } from "../../src/cli/dev/prepare-dev-folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dev-folder-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const read = (name: string) => readFile(join(folder, name), "utf8");
const write = (name: string, content = "") => writeFile(join(folder, name), content);

describe("the `.gitignore` of the data folder of `dev`", () => {
  test("`dev` creates a `.gitignore` that covers the whole folder", async () => {
    await prepareDevFolder(folder, false);
    expect(await read(".gitignore")).toBe("*\n");
  });

  test("`dev` does not change a `.gitignore` that already exists", async () => {
    await write(".gitignore", "node_modules\n.env\n");
    await prepareDevFolder(folder, false);
    expect(await read(".gitignore")).toBe("node_modules\n.env\n");
  });

  test("`dev` reports a `.gitignore` that it cannot write", async () => {
    await write("file");
    await expect(prepareDevFolder(join(folder, "file"), false)).rejects.toMatchObject({ code: "invalid_setting" });
  });
});

describe("`dev --reset`", () => {
  const fill = async (...files: string[]) => {
    await mkdir(join(folder, "postgres"));
    await mkdir(join(folder, "locks"));
    for (const name of files) await write(name, "content\n");
  };

  test("deletes the data of an earlier `dev`", async () => {
    await fill("secret.key", "api-key", ".gitignore");
    await prepareDevFolder(folder, true);
    expect(await readdir(folder)).toEqual([".gitignore"]);
    expect(await read(".gitignore")).toBe("*\n");
  });

  test.each([
    ["", []],
    [" with a `.gitignore`", [".gitignore"]],
  ])("does not delete the folder of a server%s", async (_, more) => {
    await fill("secret.key", ...more);
    const before = await readdir(folder);
    await expect(prepareDevFolder(folder, true)).rejects.toMatchObject({
      code: "invalid_setting",
      message: expect.stringContaining("was not deleted"),
    });
    expect(await readdir(folder)).toEqual(before);
  });
});
