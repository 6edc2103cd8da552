import { Answer, Empty } from "../ui/answer.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { SignOutForm } from "./sign-out-form.tsx";
import { SignOutTable } from "./sign-out-table.tsx";
import { useSignOuts } from "./use-sign-outs.ts";

/** Signs users out everywhere, and shows who was. */
export function SignOutsPage() {
  const signOuts = useSignOuts();
  return (
    <PageSection
      title="Sign-outs"
      summary="Ends tokens before they expire: for a user, a workspace or everyone. All processes refuse them within a second."
    >
      <SignOutForm />
      <Answer query={signOuts} what="sign-outs">
        {({ revocations }) =>
          revocations.length > 0 ? (
            <SignOutTable signOuts={revocations} />
          ) : (
            <Empty title="No sign-outs yet">
              <p>A sign-out appears here with who asked for it.</p>
            </Empty>
          )
        }
      </Answer>
    </PageSection>
  );
}
