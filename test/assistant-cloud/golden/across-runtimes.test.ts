import { expect, it } from "vitest";
import { ask } from "./support/ask.ts";
import { eventually } from "./support/expect-trace.ts";
import { createJsdomTabs } from "./support/jsdom-tabs.ts";

const tabs = createJsdomTabs();

it.each(["local", "ai-sdk"] as const)("both chat runtimes open a thread that the %s runtime stored", async (kind) => {
  const organization = `written-by-${kind}`;
  const { trace } = tabs.server;
  trace.length = 0;
  const writer = await tabs.open(organization, kind);
  await ask(writer, "Hi");
  await ask(writer, "Again");
  const sent = (request: RegExp) => () => trace.filter((line) => request.test(line));
  // The AI SDK's runtime reports the run and stores the messages concurrently. It stores each message in two formats.
  await eventually(sent(/^POST \/runs /)).toHaveLength(2);
  await eventually(sent(/^POST \/threads\/\S+\/messages /)).toHaveLength(kind === "local" ? 4 : 8);
  const written = await writer.messages();
  for (const reader of ["local", "ai-sdk"] as const) {
    const tab = await tabs.open(organization, reader);
    await eventually(tab.titles).toEqual(["Hi"]);
    await tab.open("Hi");
    await eventually(tab.messages).toEqual(written);
  }
  expect(trace.filter((line) => !/ 20[01]\b/.test(line))).toEqual([]);
});
