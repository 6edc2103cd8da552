const MIN_LENGTH = 12;
const MAX_LENGTH = 256;
const MIN_DIFFERENT = 5;

/** Words that a password may not be made of alone, with digits and signs around them. */
const OBVIOUS = [
  "admin",
  "administrator",
  "assistantcloud",
  "assistantcloudauth",
  "assistantui",
  "authority",
  "changeme",
  "correcthorsebatterystaple",
  "dashboard",
  "letmein",
  "password",
  "passwort",
  "qwertyuiop",
  "qwertzuiop",
  "secret",
  "welcome",
];
const ROWS = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiopasdfghjklzxcvbnm",
  "1q2w3e4r5t6z7u8i9o0p",
];

/**
 * Tells what is wrong with a new password; null when it is sound. Length counts, kinds of characters do not
 * (NIST SP 800-63B §5.1.1.2).
 *
 * @param known what the password must not be: the set-up token, or the password of before
 */
export function findPasswordFault(password: string, known: string): string | null {
  const text = password.normalize("NFKC");
  const length = [...text].length;
  if (length < MIN_LENGTH) return `Must have at least ${MIN_LENGTH} characters`;
  if (length > MAX_LENGTH) return `Must have at most ${MAX_LENGTH} characters`;
  if (text.includes(known.normalize("NFKC"))) return "Must be another than the set-up link or the present password";
  if (new Set(text).size < MIN_DIFFERENT) return `Must have at least ${MIN_DIFFERENT} different characters`;
  const plain = text.toLowerCase();
  // Twice in a row is no better than once, so `passwordpassword` is `password`.
  const word = withoutRepeats(plain.replace(/[^\p{L}]/gu, ""));
  if (OBVIOUS.includes(word)) return "Is among the first that anybody would guess";
  const isRow = ROWS.some(
    (row) => `${row}${row}`.includes(plain) || `${reversed(row)}${reversed(row)}`.includes(plain),
  );
  return isRow ? "Is among the first that anybody would guess" : null;
}

/** The part that a text repeats; the text itself when it repeats none. A text found in its double has that period. */
function withoutRepeats(text: string): string {
  const period = `${text}${text}`.indexOf(text, 1);
  return text.length % period === 0 ? text.slice(0, period) : text;
}

const reversed = (text: string) => [...text].reverse().join("");
