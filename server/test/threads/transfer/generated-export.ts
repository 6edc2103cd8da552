/**
 * Message contents that a faulty transfer could damage: for example, unstorable characters, prototype names and deeply
 * nested values.
 */
const CONTENTS: readonly string[] = [
  '{"role":"user","content":[{"type":"text","text":"hello"}],"metadata":{"custom":{}}}',
  '{"role":"user","text":"a\\u0000b\\ud800 \\"quoted\\" \\\\ back\\\\slash \u2028 é 😀 ,\\"content\\":{}"}',
  '{"role":"assistant","__proto__":{"polluted":true},"constructor":{"prototype":1},"toString":null}',
  '{"role":"assistant","1":1,"big":12345678901234567000,"small":1e-7,"zero":0,"nested":{"content":{"content":{}}}}',
  "{}",
  '{"role":"ro\\"le\\n","content":[]}',
  '{"role":{"not":"a text"}}',
  `{"role":"user","deep":${"[".repeat(900)}${"]".repeat(900)}}`,
];
const FORMATS = ["aui/v0", "ai-sdk/v6", "ai-sdk/v5", 'mine/v1 "é'];

export const longContent = `{"role":"user","text":"${"x".repeat(1_000_000)}"}`;

const moment = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 997).toISOString();
const numbered = (kind: string, n: number) => `${kind}_0${String(n).padStart(23, "0")}`;

/**
 * Generates an export with the given number of messages. The export has a long chain, branches, several workspaces and
 * empty threads.
 */
export function* generateExport(messages: number): Generator<string, void> {
  yield '{"type":"header","format":"assistant-cloud-threads","version":1}';
  const threads = Math.max(3, Math.floor(messages / 50));
  let written = 0;
  for (let n = 0; n < threads; n++) {
    const place = { workspace_id: `w${String(Math.floor((n * 4) / threads))}é`, id: numbered("thread", n) };
    yield JSON.stringify({
      type: "thread",
      ...place,
      user_id: `user-${n % 7}`,
      external_id: n % 3 === 0 ? `external-${n % 5}` : null,
      title: n % 2 === 0 ? `Title ${n} ,"content": é😀` : null,
      is_archived: n % 4 === 0,
      created_at: moment(n),
      updated_at: moment(n + 1),
      last_message_at: moment(n + 2),
      metadata: n % 5 === 0 ? JSON.parse('{"a":"1","__proto__":"p","content":"c\\u0000","half":"\\ud800"}') : null,
    });
    // All threads except the last few have equally many messages. One thread in ten is empty.
    const count = n === threads - 1 ? messages - written : n % 10 === 5 ? 0 : Math.floor(messages / threads);
    // The first thread is one long chain, the others branch.
    const width = n === 0 ? 1 : 3;
    for (let index = 0; index < count; index++, written++) {
      const height = Math.floor(index / width);
      // The export contains ten large messages, so that a page without a byte limit would be too large.
      const isLong = written < 400 && written % 40 === 7;
      const content = isLong ? longContent : CONTENTS[written % CONTENTS.length];
      const message = {
        type: "message",
        workspace_id: place.workspace_id,
        thread_id: place.id,
        id: numbered("msg", written),
        user_id: `user-${written % 7}`,
        external_id: written % 2 === 0 ? `m${written}` : null,
        parent_id: height === 0 ? null : numbered("msg", written - (index % width) - width),
        height,
        format: FORMATS[written % FORMATS.length],
        created_at: moment(written),
        updated_at: moment(written * 2),
      };
      yield `${JSON.stringify(message).slice(0, -1)},"content":${content}}`;
    }
  }
}
