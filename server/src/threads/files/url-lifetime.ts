/** The lifetime of an upload URL, in seconds. */
export const UPLOAD_SECONDS = 900;

/** The lifetime of a read URL, in seconds, counted from {@link readStart}. */
export const READ_SECONDS = 900;

const READ_STEP_MS = 60_000;

/**
 * Returns the start of a read URL's lifetime, in milliseconds since the epoch: the start of the current minute. Message
 * lists that are read within one minute therefore contain equal URLs, so browsers can cache the files.
 */
export const readStart = (now: number): number => Math.floor(now / READ_STEP_MS) * READ_STEP_MS;

/**
 * Returns the expiry of an upload URL, in seconds since the epoch. `now` is the time of the signing, in milliseconds.
 */
export const uploadExpiry = (now: number): number => Math.floor(now / 1000) + UPLOAD_SECONDS;

/**
 * Returns the expiry of a read URL, in seconds since the epoch. The expiry is 14 to 15 minutes after `now`. `now` is
 * the time of the signing, in milliseconds.
 */
export const readExpiry = (now: number): number => readStart(now) / 1000 + READ_SECONDS;
