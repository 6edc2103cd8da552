"use client";

import { Authenticated, useWorkspaceToken } from "assistant-cloud-auth";

export function Status() {
  const { status, token, userId } = useWorkspaceToken();
  return (
    <p data-status={status}>
      {userId}
      <Authenticated>{token === null ? "" : " has a token"}</Authenticated>
    </p>
  );
}
