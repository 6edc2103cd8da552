import type { AdminLinkAnswer } from "../../src/admin/admin-api.ts";
import { OneTimeSecret } from "../secrets/one-time-secret.tsx";

interface NewLinkProps {
  link: AdminLinkAnswer;
  onClose(): void;
}

/** Shows a set-up link this once. */
export function NewLink({ link: { name, setUpUrl }, onClose }: NewLinkProps) {
  return (
    <OneTimeSecret
      title={`Link for ${name}`}
      description={`Send it to ${name} over a private channel. It sets the password once, within an hour, and cannot be shown again.`}
      label="The set-up link"
      secret={setUpUrl}
      onClose={onClose}
    />
  );
}
