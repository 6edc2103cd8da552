import { GoogleLogin, GoogleOAuthProvider } from "@react-oauth/google";
import { AssistantCloudProvider, Authenticated, Unauthenticated } from "assistant-cloud-auth";
import { useGoogleTokenSource } from "assistant-cloud-auth/google";
import { type ReactNode, useState } from "react";

export function App({ children }: { children: ReactNode }) {
  return (
    <GoogleOAuthProvider clientId="1234567890-abc.apps.googleusercontent.com">
      <Cloud>{children}</Cloud>
    </GoogleOAuthProvider>
  );
}

function Cloud({ children }: { children: ReactNode }) {
  const [credential, setCredential] = useState<string | null>(null);
  const tokenSource = useGoogleTokenSource(credential);
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      <Authenticated>{children}</Authenticated>
      <Unauthenticated>
        {/* Also shown again when the credential has run out, after an hour. */}
        <GoogleLogin onSuccess={(response) => setCredential(response.credential ?? null)} />
      </Unauthenticated>
    </AssistantCloudProvider>
  );
}
