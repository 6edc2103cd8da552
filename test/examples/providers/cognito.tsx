import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useCognitoTokenSource } from "assistant-cloud-auth/cognito";
import { Amplify } from "aws-amplify";
import { fetchAuthSession } from "aws-amplify/auth";
import { Hub } from "aws-amplify/utils";
import type { ReactNode } from "react";

Amplify.configure({
  Auth: { Cognito: { userPoolId: "eu-west-1_AbCdEf123", userPoolClientId: "1h57kf5cpq17m0eml12example" } },
});

export function Cloud({ children }: { children: ReactNode }) {
  const tokenSource = useCognitoTokenSource({ fetchAuthSession, Hub });
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
