import type { IdConfiguration } from "@react-oauth/google";
import { act } from "@testing-library/react";
import { onTestFinished } from "vitest";

/**
 * Simulates Google's script `https://accounts.google.com/gsi/client`, because the real script requires a Google
 * account. Installs the part of `google.accounts` that `@react-oauth/google` calls after the script has loaded.
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
    /** Fires the `load` event of the script that `@react-oauth/google` has added to the page. */
    finishLoading: () =>
      act(() => {
        for (const script of document.querySelectorAll('script[src^="https://accounts.google.com/"]')) {
          script.dispatchEvent(new Event("load"));
        }
      }),
    /** Simulates that the user has selected an account. */
    choose: (credential: string) => act(() => configuration?.callback?.({ credential, select_by: "btn" })),
    /** Simulates that the user has granted access. Google then returns an access token instead of a credential. */
    grant: (accessToken: string) =>
      act(() => onToken?.({ access_token: accessToken, token_type: "Bearer", expires_in: 3599 })),
  };
}
