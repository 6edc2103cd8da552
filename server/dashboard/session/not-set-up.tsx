import "./entrance.css";
import { CopyBlock } from "../ui/copy-block.tsx";

/** How to get in where no admin has a password yet. */
export function NotSetUp() {
  return (
    <main className="entrance">
      <div className="entrance-card">
        <img src="./mark.svg" alt="" width="34" height="34" />
        <h1>No admin yet</h1>
        <p className="entrance-summary">
          Open the set-up link that the authority printed when it started. It works once and for an hour.
        </p>
        <CopyBlock title="A new link, on the authority’s machine" code="npx assistant-cloud-server admin reset" />
      </div>
    </main>
  );
}
