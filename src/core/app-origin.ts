/** The schemes of the web and of local files. The origins of their pages have other forms. */
const WEB = /^(https?|wss?|ftp|file|blob|data):/;
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[\w.-]+(:\d{1,5})?$/;

/**
 * Returns whether a text is the origin of an app or a browser extension, such as `capacitor://localhost` or
 * `chrome-extension://<id>`. A browser sends the text in `Origin`, although `URL.origin` is `null` for it.
 */
export function isAppOrigin(text: string): boolean {
  return ORIGIN.test(text) && !WEB.test(text);
}
