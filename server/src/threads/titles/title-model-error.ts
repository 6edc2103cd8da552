/** The reason why the model did not return a complete title. */
export type TitleModelErrorCode =
  | "unreachable"
  | "status"
  | "not_a_stream"
  | "reported"
  | "cut_off"
  | "too_long"
  | "timed_out";

const messages: Readonly<Record<TitleModelErrorCode, string>> = {
  unreachable: "The title model cannot be reached. Check its base URL and the network.",
  status: "The title model refused the request. Check its base URL, model and API key.",
  not_a_stream: "The title model did not answer with an event stream. Check its base URL.",
  reported: "The title model reported an error in its answer. See the provider's log.",
  cut_off: "The title model's answer ended before it was complete. Check proxies and timeouts on the way.",
  too_long: "The title model's answer is too long. Choose a model that answers with the title alone.",
  timed_out: "The title model took too long. Raise its timeout or choose a faster model.",
};

/** A failure of the title model. Of the request and the response, the error contains only the status. */
export class TitleModelError extends Error {
  override readonly name = "TitleModelError";

  constructor(
    readonly code: TitleModelErrorCode,
    /** The HTTP status if the code is `status`; otherwise null. */
    readonly status: number | null = null,
  ) {
    super(status === null ? messages[code] : `${messages[code]} Status: ${status}.`);
  }
}
