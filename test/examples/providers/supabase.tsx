import { createClient } from "@supabase/supabase-js";
import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useSupabaseTokenSource } from "assistant-cloud-auth/supabase";
import type { ReactNode } from "react";

const supabase = createClient("https://abcdefghijklmnopqrst.supabase.co", "sb_publishable_your-key");

export function Cloud({ children }: { children: ReactNode }) {
  const tokenSource = useSupabaseTokenSource(supabase);
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
