export function SigningKeysPage() {
  return null;
}
