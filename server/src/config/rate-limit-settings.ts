/** How many requests a minute each caller may make. */
export interface RateLimitSettings {
  readonly anonymousPerMinute: number;
  readonly refreshPerMinute: number;
  readonly failedKeysPerMinute: number;
}
