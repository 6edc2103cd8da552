const MIN_LENGTH = 12;
const MAX_LENGTH = 256;
const MIN_DIFFERENT = 5;

/** Words that are too weak as a password, even if digits and symbols are added. */
const COMMON_WORDS = [
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
const SEQUENCES = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiopasdfghjklzxcvbnm",
  "1q2w3e4r5t6z7u8i9o0p",
];

/**
 * Returns the problem with a new password; null if the password is acceptable. Rejects passwords that are too short,
 * too long or easy to guess, but requires no character classes (NIST SP 800-63B §5.1.1.2).
 *
 * @param known a text that the password must not contain: the set-up token or the current password
 */
export function findPasswordFault(password: string, known: string): string | null {
  const text = password.normalize("NFKC");
  const length = [...text].length;
  if (length < MIN_LENGTH) return `Must have at least ${MIN_LENGTH} characters`;
  if (length > MAX_LENGTH) return `Must have at most ${MAX_LENGTH} characters`;
  if (text.includes(known.normalize("NFKC"))) return "Must differ from the set-up link and the current password";
  if (new Set(text).size < MIN_DIFFERENT) return `Must have at least ${MIN_DIFFERENT} different characters`;
  const plain = text.toLowerCase();
  // Repeating a word makes it no stronger, so `passwordpassword` is treated as `password`.
  const word = withoutRepeats(plain.replace(/[^\p{L}]/gu, ""));
  if (COMMON_WORDS.includes(word)) return "Is too easy to guess";
  const isSequence = SEQUENCES.some(
    (row) => `${row}${row}`.includes(plain) || `${reversed(row)}${reversed(row)}`.includes(plain),
  );
  return isSequence ? "Is too easy to guess" : null;
}

/**
 * Returns the shortest text that forms the given text by repetition, such as `ab` for `ababab`. If the text does not
 * repeat, returns it unchanged.
 *
 * Doubles the given text, and searches the doubled text, from index 1 on, for the given text. The index of the match is
 * the length of the shortest text.
 */
function withoutRepeats(text: string): string {
  const period = `${text}${text}`.indexOf(text, 1);
  return text.length % period === 0 ? text.slice(0, period) : text;
}

const reversed = (text: string) => [...text].reverse().join("");
