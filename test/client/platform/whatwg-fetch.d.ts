/** The `fetch` polyfill that React Native bundles. Its npm package contains no types. */
declare module "whatwg-fetch" {
  export const Headers: typeof globalThis.Headers;
  export const Request: typeof globalThis.Request;
  export const Response: typeof globalThis.Response;
}
