import "./sign-outs.css";
import { PageSection } from "../ui/page-section.tsx";
import { Empty, QueryResult } from "../ui/query-result.tsx";
import { SignOutForm } from "./sign-out-form.tsx";
import { SignOutTable } from "./sign-out-table.tsx";
import { useSignOuts } from "./use-sign-outs.ts";

/** Shows the form that signs users out everywhere, and the latest sign-outs. */
export function SignOutsPage() {
  const signOuts = useSignOuts();
  return (
    <PageSection
      title="Sign-outs"
      summary="Revoke tokens before they expire, for a user, a workspace or everyone. All server processes refuse them within a second."
    >
      <SignOutForm />
      <QueryResult query={signOuts} what="sign-outs">
        {({ revocations }) =>
          revocations.length > 0 ? (
            <SignOutTable signOuts={revocations} />
          ) : (
            <Empty title="No sign-outs yet">
              <p>Each sign-out appears here with the admin who requested it.</p>
            </Empty>
          )
        }
      </QueryResult>
    </PageSection>
  );
}
