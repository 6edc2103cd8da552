import * as core from "assistant-cloud-auth";
import * as clerk from "assistant-cloud-auth/clerk";
import * as oidc from "assistant-cloud-auth/oidc";
import * as supabase from "assistant-cloud-auth/supabase";

globalThis.loaded = { core, clerk, oidc, supabase };
