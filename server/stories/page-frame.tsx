import "../dashboard/theme.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { createQueryClient } from "../dashboard/api/create-query-client.ts";
import { Toasts } from "../dashboard/ui/toasts.tsx";

/** Creates the dashboard's query client with short pauses between retries, so that a story shows its error at once. */
function createImpatientClient() {
  const client = createQueryClient();
  const { queries, ...others } = client.getDefaultOptions();
  client.setDefaultOptions({ ...others, queries: { ...queries, retryDelay: 10 } });
  return client;
}

export function PageFrame({ children }: { children: ReactNode }) {
  const [client] = useState(createImpatientClient);
  return (
    <QueryClientProvider client={client}>
      <Toasts>{children}</Toasts>
    </QueryClientProvider>
  );
}
