import { hash } from "node:crypto";

/** Returns the response's status and the code of its error. */
export const codeOf = async (response: Response) => [response.status, (await response.json()).code];

/** Returns the length and hash of the response's body as text, in the format of `sumOf`. */
export const bytesOf = async (response: Response) => sumOf(new Uint8Array(await response.arrayBuffer()));

/** Returns the length and hash of bytes as text. Tests compare texts, because comparing large arrays is slow. */
export const sumOf = (bytes: Uint8Array) => `${bytes.length} bytes, ${hash("sha256", bytes)}`;
