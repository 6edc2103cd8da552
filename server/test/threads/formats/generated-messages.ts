import fc from "fast-check";

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "get-weather", "ü", "\ud800"),
);
const json = fc.jsonValue({ maxDepth: 3 });
const record = fc.dictionary(fc.string({ maxLength: 5 }), json, { maxKeys: 3, noNullPrototype: true });
const providerMetadata = fc.dictionary(fc.constantFrom("openai", "x"), record, { maxKeys: 2, noNullPrototype: true });
const text = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom("hi", " ", "", "a\u0000b\ud800", "</script>"));
const base64 = fc.constantFrom("AAAA", "iVBORw0KGgo=", "/9j/");
const url = fc.constantFrom("https://files.example.com/a.png", "data:image/webp;base64,AAAA", "blob:https://a/b");
const falsy = fc.constantFrom(null, false, 0, "");

const textPart = fc.record({ type: fc.constant("text"), text, providerMetadata }, { requiredKeys: ["type", "text"] });
const filePart = fc.record(
  { type: fc.constant("file"), data: fc.oneof(base64, url), mimeType: fc.constant("application/pdf"), filename: name },
  { requiredKeys: ["type", "data", "mimeType"] },
);
const imagePart = fc.record(
  { type: fc.constant("image"), image: url, filename: name },
  { requiredKeys: ["type", "image"] },
);
const dataPart = fc.record({ type: fc.constant("data"), name, data: json });
const audioPart = fc.record({
  type: fc.constant("audio"),
  audio: fc.record({ data: base64, format: fc.constantFrom("mp3", "wav") }),
});
const prefixedPart = fc.record({ type: fc.constant("data-status"), data: json });

const approval = fc.record(
  { id: name, approved: fc.boolean(), reason: fc.string(), isAutomatic: fc.boolean() },
  { requiredKeys: ["id"] },
);
const toolPart = fc.record(
  {
    type: fc.constant("tool-call"),
    toolCallId: name,
    toolName: name,
    args: record,
    result: fc.oneof(falsy, json, fc.record({ error: text })),
    isError: fc.constant(true),
    artifact: json,
    approval,
    providerMetadata,
    modelContent: fc.array(fc.record({ type: fc.constant("text"), text }), { maxLength: 2 }),
  },
  { requiredKeys: ["type", "toolCallId", "toolName", "args"] },
);
const sourcePart = fc.oneof(
  fc.record({ type: fc.constant("source"), sourceType: fc.constant("url"), id: name, url: fc.webUrl(), title: text }),
  fc.record({
    type: fc.constant("source"),
    sourceType: fc.constant("document"),
    id: name,
    title: text,
    mediaType: fc.constant("text/plain"),
    providerMetadata,
  }),
);
const reasoningPart = fc.oneof(
  fc.record({ type: fc.constant("reasoning"), text, providerMetadata }, { requiredKeys: ["type", "text"] }),
  fc.record({ type: fc.constant("reasoning"), unstable_summary: text }),
);
const generativePart = fc.record({ type: fc.constant("generative-ui"), spec: record });

const attachment = fc.record({
  id: name,
  type: fc.constant("file"),
  name,
  contentType: fc.constantFrom("application/pdf", "image/webp"),
  status: fc.constant({ type: "complete" }),
  content: fc.array(fc.oneof(textPart, filePart, imagePart, dataPart, audioPart), { maxLength: 2 }),
});
const custom = fc.dictionary(
  // `__proto__` is left out, because the client itself drops it.
  fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom("steps", "custom", "constructor", "modelId")),
  json,
  { maxKeys: 3, noNullPrototype: true },
);

/** Generates messages of every role, with every kind of part that assistant-ui's decoder for `aui/v0` accepts. */
export const auiMessage = fc.oneof(
  fc.record(
    {
      role: fc.constant("user"),
      content: fc.array(fc.oneof(textPart, filePart, imagePart, dataPart, audioPart, prefixedPart), { maxLength: 4 }),
      attachments: fc.array(attachment, { maxLength: 2 }),
      metadata: fc.record({ custom }),
    },
    { requiredKeys: ["role", "content", "metadata"] },
  ),
  fc.record({
    role: fc.constant("assistant"),
    content: fc.array(
      fc.oneof(
        textPart,
        reasoningPart,
        sourcePart,
        toolPart,
        filePart,
        imagePart,
        dataPart,
        generativePart,
        prefixedPart,
      ),
      { maxLength: 5 },
    ),
    metadata: fc.record({
      custom,
      unstable_state: json,
      unstable_annotations: fc.array(json, { maxLength: 1 }),
      unstable_data: fc.constant([]),
      steps: fc.array(fc.constant({ usage: { inputTokens: 1, outputTokens: 2 } }), { maxLength: 2 }),
    }),
  }),
  fc.record({
    role: fc.constant("system"),
    content: fc.tuple(fc.record({ type: fc.constant("text"), text })),
    metadata: fc.record({ custom }),
  }),
);

const types = [
  "text",
  "reasoning",
  "source",
  "tool-call",
  "image",
  "audio",
  "file",
  "data",
  "generative-ui",
  "data-x",
  "y",
];
const fields = ["text", "id", "url", "title", "image", "audio", "data", "mimeType", "name", "toolCallId", "toolName"];
const moreFields = [
  "args",
  "argsText",
  "result",
  "isError",
  "approval",
  "providerMetadata",
  "sourceType",
  "spec",
  "mcp",
];
const anyPart = fc
  .tuple(
    fc.constantFrom(...types),
    fc.dictionary(fc.constantFrom(...fields, ...moreFields), json, { noNullPrototype: true }),
  )
  .map(([type, rest]) => ({ ...rest, type }));

/** Generates messages whose parts contain arbitrary values in the fields that the conversion reads. */
export const damagedMessage = fc.record(
  {
    role: fc.constantFrom("user", "assistant", "system"),
    content: fc.oneof(fc.array(fc.oneof(anyPart, json)), json),
    attachments: fc.oneof(json, fc.array(fc.record({ name: json, content: fc.array(anyPart) }))),
    metadata: fc.oneof(json, fc.record({ custom: json })),
  },
  { requiredKeys: ["role"] },
);
