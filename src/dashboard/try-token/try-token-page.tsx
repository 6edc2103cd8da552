export function TryTokenPage() {
  return null;
}
