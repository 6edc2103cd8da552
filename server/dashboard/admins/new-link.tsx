import type { AdminLinkResponse } from "../../src/admin/admin-api.ts";
import { OneTimeSecret } from "../secrets/one-time-secret.tsx";

interface NewLinkProps {
  link: AdminLinkResponse;
  onClose(): void;
}

/** Shows a new set-up link in a dialog. The server returns the link only once. */
export function NewLink({ link: { name, setUpUrl }, onClose }: NewLinkProps) {
  return (
    <OneTimeSecret
      title={`Set-up link for ${name}`}
      description={`Send it to ${name} over a private channel. It works once, expires in an hour, and cannot be shown again.`}
      label="Set-up link"
      secret={setUpUrl}
      onClose={onClose}
    />
  );
}
