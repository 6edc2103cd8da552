import { afterEach, describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import type { ChatTab } from "./chat-tab.ts";
import type { InstalledClient } from "./clients.ts";
import { eventually, expectTrace } from "./expect-trace.ts";
import { change, goldenTrace, LISTS, REMOVAL, UPLOAD } from "./golden-trace.ts";
import type { RecordedCloud } from "./start-recorded-cloud.ts";
import type { RuntimeKind } from "./use-chat.ts";

interface GoldenSuiteOptions {
  client: InstalledClient;
  kind: RuntimeKind;
  server(): RecordedCloud;
  open(organization: string): Promise<ChatTab>;
  /** Whether to define only the test of the operations on threads and the test of attachments. Default: false. */
  isShort?: boolean;
}

/** Defines the golden-trace tests, which compare a chat's requests and displayed text with the expected ones. */
export function goldenSuite({ client, kind, server, open, isShort = false }: GoldenSuiteOptions): void {
  const golden = goldenTrace(client, kind);
  const expectAsked = (run: () => unknown, expected: readonly string[]) =>
    expectTrace(server().trace, run, expected, golden.toComparable);
  const opened: ChatTab[] = [];
  afterEach(async () => {
    for (const tab of opened.splice(0)) await tab.close();
    server().trace.length = 0;
  });

  const workspaceOf = (organization: string) => `${organization}:${kind}:${client.version}`;
  async function mount(organization: string): Promise<ChatTab> {
    let tab: ChatTab | undefined;
    await expectAsked(async () => {
      tab = await open(workspaceOf(organization));
      opened.push(tab);
      await isLoaded(tab);
    }, LISTS);
    return tab as ChatTab;
  }
  const isLoaded = (tab: ChatTab) => eventually(tab.isLoading).toBe(false);
  async function reload(tab: ChatTab): Promise<void> {
    await expectAsked(() => tab.reload(), LISTS);
    await isLoaded(tab);
  }
  async function openThread(tab: ChatTab, title: string): Promise<void> {
    await eventually(tab.titles).toContain(title);
    await expectAsked(() => tab.open(title), golden.history);
  }
  const firstTurn = (text: string, options?: { attached: boolean }) =>
    Object.values(golden.firstTurn(text, options)).flat();

  describe(`the ${kind} runtime`, () => {
    it("every operation on a thread sends exactly the expected requests", async () => {
      const tab = await mount("golden");
      await expectAsked(() => ask(tab, "Which ferns?"), firstTurn("Which ferns?"));
      await expectAsked(() => ask(tab, "And hostas?"), golden.turn("And hostas?"));
      await expectAsked(() => ask(tab, "And moss?", () => tab.edit(2, "And moss?")), golden.turn("And moss?"));
      const branch = [
        "user: Which ferns?",
        "assistant: Echo: Which ferns?",
        "user: And moss?",
        "assistant: Echo: And moss?",
      ];
      expect(await tab.messages()).toEqual(branch);
      await expectAsked(() => tab.rename("Which ferns?", "Ferns"), change("title: Ferns"));

      await reload(tab);
      await openThread(tab, "Ferns");
      await eventually(tab.messages).toEqual(branch);
      expect(await tab.branches(2)).toBe(2);
      await expectAsked(() => tab.archive("Ferns"), change("is_archived: true"));
      await eventually(tab.titles).toEqual([]);
      await expectAsked(() => tab.unarchive("Ferns"), change("is_archived: false"));
      await eventually(tab.titles).toEqual(["Ferns"]);
      await expectAsked(() => tab.remove("Ferns"), REMOVAL);
      await reload(tab);
      expect(await tab.titles()).toEqual([]);
    });

    it("shows an uploaded attachment immediately and after a reload", async () => {
      const tab = await mount("attachment");
      const file = { name: "fern.png", mimeType: "image/png", text: "a fern" };
      await expectAsked(() => tab.attach(file), UPLOAD);
      await expectAsked(() => ask(tab, "Look"), firstTurn("Look", { attached: true }));
      await expectPicture(tab);
      await reload(tab);
      await openThread(tab, "Look");
      await expectPicture(tab);
    });

    async function expectPicture(tab: ChatTab) {
      await eventually(tab.pictures).toHaveLength(1);
      const [picture = ""] = await tab.pictures();
      const response = await fetch(picture);
      expect({ type: response.headers.get("Content-Type"), text: await response.text() }).toEqual({
        type: "image/png",
        text: "a fern",
      });
    }

    if (isShort) return;

    it(`stores a rating that ${golden.keepsRating ? "appears" : "does not appear"} after a reload`, async () => {
      const tab = await mount("rating");
      await expectAsked(() => ask(tab, "Hi"), firstTurn("Hi"));
      await expectAsked(() => tab.rate(), golden.rating("Hi"));
      await reload(tab);
      await openThread(tab, "Hi");
      await eventually(tab.messages).toHaveLength(2);
      expect(await tab.lastRating()).toBe(golden.keepsRating ? "positive" : "");
    });

    it("after a switch of the organization, shows nothing of the previous organization", async () => {
      const tab = await mount("acme");
      await expectAsked(() => ask(tab, "A secret of Acme"), firstTurn("A secret of Acme"));
      await eventually(tab.titles).toEqual(["A secret of Acme"]);
      await expectAsked(() => tab.switchTo(workspaceOf("globex")), LISTS);
      await isLoaded(tab);
      expect([await tab.titles(), await tab.messages()]).toEqual([[], []]);
      await expectAsked(() => tab.switchTo(workspaceOf("acme")), LISTS);
      await eventually(tab.titles).toEqual(["A secret of Acme"]);
    });

    it("while another tab writes a reply, shows the stored messages, and later shows the whole reply", async () => {
      const { running, settled } = golden.firstTurn("Hi");
      const writer = await mount("tabs");
      await writer.hold();
      await expectAsked(() => writer.send("Hi"), running);
      const reader = await mount("tabs");
      await openThread(reader, "Hi");
      await eventually(reader.messages).toEqual(golden.seenElsewhere("Hi"));
      if (golden.followsElsewhere) {
        expect(await reader.lastStatus()).toBe("run_in_progress");
        await writer.release();
        await eventually(() => server().trace).toEqual(expect.arrayContaining(settled));
        // Ten seconds is the longest delay between two polls of a reply that another tab writes.
        await reader.passTime(10_000);
      } else {
        await expectAsked(() => writer.release(), settled);
        await reload(reader);
        await openThread(reader, "Hi");
      }
      await eventually(reader.messages).toEqual(["user: Hi", "assistant: Echo: Hi"]);
      await eventually(reader.lastStatus).toBe("complete");
    });
  });
}
