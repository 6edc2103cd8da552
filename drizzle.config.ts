import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./src/authority/storage/schema.ts",
  out: "./src/authority/storage/migrations",
});
