/**
 * The primes that detect RSA keys with CVE-2017-15361. Modulo each of these primes, the modulus of such a key is a
 * power of 65537. The modulus of a random key is rarely a power of 65537 modulo all of these primes.
 */
const ROCA_PRIMES = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];
const SMALL_PRIMES = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97];
const FERMAT_ROUNDS = 100n;

const rocaRemainders = ROCA_PRIMES.map((prime): [bigint, ReadonlySet<number>] => {
  const remainders = new Set<number>();
  for (let power = 1; !remainders.has(power); power = (power * (65_537 % prime)) % prime) remainders.add(power);
  return [BigInt(prime), remainders];
});

/**
 * Returns whether an RSA public key is strong. The modulus must have 2048 to 8192 bits and no prime factor below 100.
 * It must not have the weakness that {@link isRoca} or {@link hasClosePrimes} detects. The exponent must be odd and
 * from 3 to 2³³.
 *
 * @param n the modulus, base64url
 * @param e the exponent, base64url
 */
export function isStrongRsa(n: string, e: string): boolean {
  const modulus = toBigInt(n);
  const exponent = toBigInt(e);
  const bits = modulus.toString(2).length;
  if (bits < 2048 || bits > 8192) return false;
  if (exponent < 3n || exponent >= 1n << 33n || exponent % 2n === 0n) return false;
  if (modulus % 2n === 0n || SMALL_PRIMES.some((prime) => modulus % BigInt(prime) === 0n)) return false;
  return !isRoca(modulus) && !hasClosePrimes(modulus);
}

/**
 * Returns whether a modulus is a power of 65537 modulo each of {@link ROCA_PRIMES}, as in keys of Infineon's library
 * (CVE-2017-15361).
 */
function isRoca(modulus: bigint): boolean {
  return rocaRemainders.every(([prime, remainders]) => remainders.has(Number(modulus % prime)));
}

/**
 * Returns whether Fermat's method factors a modulus within 100 rounds. The method is that fast only if the two primes
 * are close together (CVE-2022-26320).
 */
function hasClosePrimes(modulus: bigint): boolean {
  const root = squareRoot(modulus);
  for (let half = root + 1n; half <= root + FERMAT_ROUNDS; half++) {
    const square = half * half - modulus;
    // The last four bits of a square are 0, 1, 4 or 9. This check rules out most candidates without a square root.
    if ([0n, 1n, 4n, 9n].includes(square & 15n) && squareRoot(square) ** 2n === square) return true;
  }
  return root * root === modulus;
}

function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

function toBigInt(base64url: string): bigint {
  return BigInt(`0x0${Buffer.from(base64url, "base64url").toString("hex")}`);
}
