import { createAuthority, openStorage, serveAuthority } from "assistant-cloud-server";

const storage = await openStorage(process.env["DATABASE_URL"] ?? "./authority-data");
const authority = await createAuthority({ storage, issuer: "https://auth.example.com" });
const server = await serveAuthority({ authority, port: 8787 });
console.log(server.url);
