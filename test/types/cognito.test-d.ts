// Compiled, not run: Amplify's types must fit the hook's parameters.
import { fetchAuthSession } from "aws-amplify/auth";
import { Hub } from "aws-amplify/utils";
import type { CognitoAuth, CognitoSession } from "../../src/integrations/cognito.ts";

({ fetchAuthSession, Hub }) satisfies CognitoAuth;
(await fetchAuthSession()) satisfies CognitoSession;
