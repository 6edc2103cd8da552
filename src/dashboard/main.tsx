import "./page.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { StatusBoard } from "./status-board.tsx";

const queryClient = new QueryClient();
// The page is at `<authority>/dashboard/`, wherever a proxy puts that.
const authorityUrl = new URL("..", location.href).href;

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <div className="page">
          <header>
            <img src="./mark.svg" alt="" width="26" height="26" />
            <h1>
              assistant-cloud-auth <small>authority</small>
            </h1>
          </header>
          <main>
            <StatusBoard authorityUrl={authorityUrl} />
          </main>
        </div>
      </QueryClientProvider>
    </StrictMode>,
  );
}
