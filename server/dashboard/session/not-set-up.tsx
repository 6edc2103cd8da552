import "./sign-in.css";
import { CopyBlock } from "../ui/copy-block.tsx";

/**
 * Explains how to create the first admin. Shown only if no admin has a password and OpenID sign-in is not configured.
 */
export function NotSetUp() {
  return (
    <main className="sign-in-page">
      <div className="sign-in-card">
        <img src="./mark.svg" alt="" width="34" height="34" />
        <h1>No admin yet</h1>
        <p className="sign-in-summary">
          Open the set-up link that the authority printed at startup. It works once and expires after an hour.
        </p>
        <CopyBlock title="Create a new link on the authority’s machine" code="npx assistant-cloud-server admin reset" />
      </div>
    </main>
  );
}
