/// <reference types="vite/client" />

interface ImportMetaEnv {
  readonly VITE_ASSISTANT_BASE_URL: string;
}
