import { expect, test } from "vitest";
import { createApiKey, readApiKeyProject } from "../../src/keys/api-key-format.ts";

test("S39 an API key contains a prefix, its project, random characters and a checksum", () => {
  const key = createApiKey("my_project-1");
  expect(key).toMatch(/^sk_aui_proj_my_project-1_0[0-9A-Za-z]{38}$/);
  expect(readApiKeyProject(key)).toBe("my_project-1");
  expect(createApiKey("my_project-1")).not.toBe(key);
});

test("S39 detects a change of any character after the prefix of an API key, without a database query", () => {
  const key = createApiKey("default");
  for (let at = "sk_aui_proj_default_0".length; at < key.length; at++) {
    const wrong = key.slice(0, at) + (key[at] === "a" ? "b" : "a") + key.slice(at + 1);
    expect(readApiKeyProject(wrong)).toBeNull();
  }
});

test.each(["", "sk_aui_proj_", "sk_aui_proj_default_0", "sk_aui_proj_default_0short", "sk_live_0abc"])(
  "S39 rejects %j as an API key",
  (text) => {
    expect(readApiKeyProject(text)).toBeNull();
  },
);
