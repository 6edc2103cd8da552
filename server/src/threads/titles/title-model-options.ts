import { z } from "zod";
import { settingRefusal } from "../../base/setting-refusal.ts";

const baseUrl = z
  .string()
  .refine(isBaseUrl, "must be an http or https URL without user name, password, query or hash")
  .transform((url) => url.replace(/\/+$/, ""));

function isBaseUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === "";
}

const TIMEOUT = "must be a whole number of milliseconds, 1000 to 120,000";

const schema = z.strictObject({
  baseUrl,
  model: z.string().min(1, "must name a model").max(255, "must have at most 255 characters"),
  apiKey: z
    .string()
    .regex(/^[\x21-\x7e]{1,2000}$/, "must be printable ASCII without blanks")
    .nullable()
    .default(null),
  timeoutMs: z.int(TIMEOUT).min(1000, TIMEOUT).max(120_000, TIMEOUT).default(20_000),
});

/** An endpoint that speaks OpenAI's protocol, and a model there, that writes titles. */
export type TitleModelOptions = z.output<typeof schema>;

/**
 * Checks the options of a title model. Defaults: no API key, a timeout of 20,000 ms (1000 to 120,000).
 *
 * @throws AuthorityError `invalid_setting`; its text never has the key
 */
export function readTitleModelOptions(input: z.input<typeof schema>): TitleModelOptions {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = ["titleModel", ...(issue?.path ?? [])].join(".");
  const problem = issue?.message ?? "is wrong";
  throw settingRefusal("option_invalid", { field, problem, remedy: "Correct that option of the title model." });
}

/**
 * Reads a title model from environment variables: `TITLE_MODEL_BASE_URL`, such as `https://api.openai.com/v1`, `TITLE_MODEL`,
 * `TITLE_MODEL_API_KEY` and `TITLE_MODEL_TIMEOUT_MS`.
 *
 * @returns null when neither a base URL nor a model is set
 * @throws AuthorityError `invalid_setting`
 */
export function readTitleModelVariables(
  variables: Readonly<Record<string, string | undefined>>,
): TitleModelOptions | null {
  const { TITLE_MODEL_BASE_URL, TITLE_MODEL, TITLE_MODEL_API_KEY, TITLE_MODEL_TIMEOUT_MS } = variables;
  if (!TITLE_MODEL_BASE_URL && !TITLE_MODEL) return null;
  return readTitleModelOptions({
    baseUrl: TITLE_MODEL_BASE_URL ?? "",
    model: TITLE_MODEL ?? "",
    ...(TITLE_MODEL_API_KEY ? { apiKey: TITLE_MODEL_API_KEY } : {}),
    ...(TITLE_MODEL_TIMEOUT_MS ? { timeoutMs: Number(TITLE_MODEL_TIMEOUT_MS) } : {}),
  });
}
