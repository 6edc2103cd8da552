/** The `fetch` that React Native bundles. The package has no types. */
declare module "whatwg-fetch" {
  export const Headers: typeof globalThis.Headers;
  export const Request: typeof globalThis.Request;
  export const Response: typeof globalThis.Response;
}
