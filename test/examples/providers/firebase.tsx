import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useFirebaseTokenSource } from "assistant-cloud-auth/firebase";
import { initializeApp } from "firebase/app";
import { getAuth } from "firebase/auth";
import type { ReactNode } from "react";

const firebase = initializeApp({
  apiKey: "your-web-api-key",
  authDomain: "my-app-1a2b3.firebaseapp.com",
  projectId: "my-app-1a2b3",
});
const auth = getAuth(firebase);

export function Cloud({ children }: { children: ReactNode }) {
  const tokenSource = useFirebaseTokenSource(auth);
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
