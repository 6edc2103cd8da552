import { crc32 } from "node:zlib";
import { API_KEY_PREFIX } from "../../../src/core/protocol.ts";
import { BASE62, randomText } from "../base/random-text.ts";

const SECRET_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const FORM = new RegExp(
  `^${API_KEY_PREFIX}([A-Za-z0-9][A-Za-z0-9_-]{0,63})_0[0-9A-Za-z]{${SECRET_LENGTH + CHECKSUM_LENGTH}}$`,
);

/**
 * Returns a new API key. It contains the project's id, 190 random bits and a checksum. The checksum reveals a typing
 * error without a database lookup.
 */
export function createApiKey(projectId: string): string {
  const body = `${API_KEY_PREFIX}${projectId}_0${randomText(SECRET_LENGTH)}`;
  return body + checksum(body);
}

/** Returns the project's id in an API key; null if the key's format or checksum is wrong. */
export function readApiKeyProject(key: string): string | null {
  const projectId = FORM.exec(key)?.[1];
  if (projectId === undefined) return null;
  return checksum(key.slice(0, -CHECKSUM_LENGTH)) === key.slice(-CHECKSUM_LENGTH) ? projectId : null;
}

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = "";
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    digits = BASE62[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
