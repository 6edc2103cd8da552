import { z } from "zod";
import { settingRefusal } from "../base/setting-refusal.ts";

/**
 * Generates a thread's title from `text`, the text of a user message. This message is the first user message that
 * contains text. Yields the title in parts, and stops when `signal` aborts.
 */
export type TitleGenerator = (request: {
  readonly text: string;
  readonly signal: AbortSignal;
}) => AsyncIterable<string>;

/** A model that generates thread titles. The API must be compatible with OpenAI's streamed chat completions. */
export interface TitleModelOptions {
  /** The API's URL without the final `/chat/completions`, such as `https://api.openai.com/v1`. */
  baseUrl: string;
  /** The name of the model. */
  model: string;
  /** The API key, which is sent as a bearer token. Default: null (no key). */
  apiKey?: string | null;
  /**
   * The timeout for generating a title, in milliseconds, 1000 to 120,000. After a timeout, the title is the text that
   * the model has sent so far. If the model has sent no text, the title is the first words of the user's message.
   * Default: 20,000.
   */
  timeoutMs?: number;
  /** The maximum length of a title, in characters, 10 to 255. Default: 255. */
  maxLength?: number;
}

/** The validated {@link TitleModelOptions}. Omitted options have their defaults. */
export type TitleModel = Required<TitleModelOptions>;

const baseUrl = z
  .string()
  .refine(isBaseUrl, "must be an http or https URL without user name, password, query or hash")
  .transform((url) => url.replace(/(?<!\/)\/+$/, ""));

function isBaseUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === "";
}

const TIMEOUT = "must be a whole number of milliseconds, 1000 to 120,000";
const LENGTH = "must be a whole number of characters, 10 to 255";

const schema = z.strictObject({
  baseUrl,
  model: z.string().min(1, "must name a model").max(255, "must have at most 255 characters"),
  apiKey: z
    .string()
    .regex(/^[\x21-\x7e]{1,2000}$/, "must be printable ASCII without spaces")
    .nullable()
    .default(null),
  timeoutMs: z.int(TIMEOUT).min(1000, TIMEOUT).max(120_000, TIMEOUT).default(20_000),
  maxLength: z.int(LENGTH).min(10, LENGTH).max(255, LENGTH).default(255),
});

/**
 * Validates the options of a title model. The error's text never contains the API key.
 *
 * @throws AuthorityError `invalid_setting` if an option is invalid
 */
export function readTitleModel(options: unknown): TitleModel {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw settingRefusal("authority_option_invalid", {
    field: ["titles", ...(issue?.path ?? [])].map(String).join("."),
    problem: issue?.message ?? "invalid",
    remedy: "Correct that option of the title model.",
  });
}

/**
 * Reads the title model from the environment variables `TITLE_MODEL_BASE_URL`, `TITLE_MODEL`, `TITLE_MODEL_API_KEY`,
 * `TITLE_MODEL_TIMEOUT_MS` and `TITLE_MODEL_MAX_LENGTH`.
 *
 * @returns null if neither `TITLE_MODEL_BASE_URL` nor `TITLE_MODEL` is set
 * @throws AuthorityError `invalid_setting` if a variable is invalid
 */
export function readTitleVariables(variables: Readonly<Record<string, string | undefined>>): TitleModel | null {
  const { TITLE_MODEL_BASE_URL, TITLE_MODEL, TITLE_MODEL_API_KEY, TITLE_MODEL_TIMEOUT_MS, TITLE_MODEL_MAX_LENGTH } =
    variables;
  if (!TITLE_MODEL_BASE_URL && !TITLE_MODEL) return null;
  return readTitleModel({
    baseUrl: TITLE_MODEL_BASE_URL ?? "",
    model: TITLE_MODEL ?? "",
    ...(TITLE_MODEL_API_KEY ? { apiKey: TITLE_MODEL_API_KEY } : {}),
    ...(TITLE_MODEL_TIMEOUT_MS ? { timeoutMs: Number(TITLE_MODEL_TIMEOUT_MS) } : {}),
    ...(TITLE_MODEL_MAX_LENGTH ? { maxLength: Number(TITLE_MODEL_MAX_LENGTH) } : {}),
  });
}
