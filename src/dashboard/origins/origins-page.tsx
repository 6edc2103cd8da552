export function OriginsPage() {
  return null;
}
