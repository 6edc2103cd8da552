/** For how long an upload URL is valid. */
export const UPLOAD_SECONDS = 900;

/** For how long a read URL is valid, counted from {@link readStart}. */
export const READ_SECONDS = 900;

const READ_STEP_MS = 60_000;

/** The moment from which a read URL counts: the last full minute, so that a list read again has the same, cached URLs. */
export const readStart = (now: number): number => Math.floor(now / READ_STEP_MS) * READ_STEP_MS;

/** When an upload URL that is signed now expires, in seconds since the epoch. */
export const uploadExpiry = (now: number): number => Math.floor(now / 1000) + UPLOAD_SECONDS;

/** When a read URL that is signed now expires, in seconds since the epoch: 14 to 15 minutes from now. */
export const readExpiry = (now: number): number => readStart(now) / 1000 + READ_SECONDS;
