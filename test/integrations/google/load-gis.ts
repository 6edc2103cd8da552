import type { IdConfiguration } from "@react-oauth/google";
import { act } from "@testing-library/react";
import { onTestFinished } from "vitest";

/**
 * Replaces `https://accounts.google.com/gsi/client`, which only Google serves and which needs a Google account.
 * Installs the part of `google.accounts` that the React package calls when its script "loads".
 */
export function loadGis() {
  let configuration: IdConfiguration | undefined;
  let prompts = 0;
  const id = {
    initialize: (given: IdConfiguration) => {
      configuration = given;
    },
    renderButton: () => {},
    prompt: () => {
      prompts += 1;
    },
    cancel: () => {},
    disableAutoSelect: () => {},
  };
  const tokenClient = { requestAccessToken: () => {} };
  let onToken: ((response: object) => void) | undefined;
  const oauth2 = {
    initTokenClient: ({ callback }: { callback: (response: object) => void }) => {
      onToken = callback;
      return tokenClient;
    },
  };
  Object.assign(window, { google: { accounts: { id, oauth2 } } });
  onTestFinished(() => {
    Reflect.deleteProperty(window, "google");
  });
  return {
    id,
    prompts: () => prompts,
    /** Completes loading the script that the React package has added to the page. */
    finishLoading: () =>
      act(() => {
        for (const script of document.querySelectorAll('script[src^="https://accounts.google.com/"]')) {
          script.dispatchEvent(new Event("load"));
        }
      }),
    /** Simulates that the user has selected an account. */
    choose: (credential: string) => act(() => configuration?.callback?.({ credential, select_by: "btn" })),
    /** Simulates that the user has granted an access token, which is not a credential. */
    grant: (accessToken: string) =>
      act(() => onToken?.({ access_token: accessToken, token_type: "Bearer", expires_in: 3599 })),
  };
}
