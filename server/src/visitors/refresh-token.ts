import { createHmac } from "node:crypto";
import { BASE62, randomText } from "../base/random-text.ts";

// 43 letters and digits encode 256 bits.
const LENGTH = 43;
const PREFIX = "refresh_0";
const FORM = new RegExp(`^${PREFIX}[0-9A-Za-z]{${LENGTH}}$`);

/** Returns a new random refresh token. */
export const makeRefreshToken = (): string => PREFIX + randomText(LENGTH);

/** Returns whether a text has the format of a refresh token. */
export const isRefreshToken = (text: string): boolean => FORM.test(text);

/** Returns the id of a new token family. It is a secret of the database: successors derive from it. */
export const makeFamilyId = (): string => `family_0${randomText(24)}`;

/**
 * Returns the successor of a token in its family.
 *
 * It is derived and not random, because only hashes of tokens are stored: concurrent callers, and those that retry
 * after a lost response, must receive the same successor. The holder of a token cannot compute it without the family's
 * id (142 random bits, never sent), and a reader of the database cannot without the token.
 */
export function successorOf(token: string, familyId: string): string {
  let rest = BigInt(`0x${createHmac("sha512", familyId).update(token).digest("hex")}`);
  let text = "";
  for (let place = 0; place < LENGTH; place++) {
    text += BASE62[Number(rest % 62n)];
    rest /= 62n;
  }
  return PREFIX + text;
}
