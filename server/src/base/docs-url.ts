/** The address of the documentation, for messages; the package itself brings none of it. */
export const DOCS_URL = "https://github.com/assistant-cloud-auth/assistant-cloud-auth/blob/main/docs";
