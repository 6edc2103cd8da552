import { createHmac } from "node:crypto";
import { BASE62, randomText } from "../base/random-text.ts";

// 43 letters and digits hold 256 bits.
const LENGTH = 43;
const PREFIX = "refresh_0";
const FORM = new RegExp(`^${PREFIX}[0-9A-Za-z]{${LENGTH}}$`);

/** A new refresh token, of chance alone. */
export const makeRefreshToken = (): string => PREFIX + randomText(LENGTH);

/** Tells whether a text has the form of a refresh token. */
export const isRefreshToken = (text: string): boolean => FORM.test(text);

/** A new id of a visitor's line of tokens. It is a secret of the database: successors follow from it. */
export const makeFamilyId = (): string => `family_0${randomText(24)}`;

/**
 * The one token that follows a token in its family.
 *
 * It is computed and not drawn, since tokens are stored as hashes alone: callers that come at once, or again after a lost
 * answer, must all be given the same successor. Who holds a token cannot compute it without the family's id (142 bits of
 * chance, never sent to anybody), and who reads the database cannot without the token.
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
