import process from "node:process";

export default {
  cacheComponents: true,
  partialPrefetching: true,
  // Resolve React and Next.js from the repository's `node_modules`.
  turbopack: { root: process.env.REPOSITORY },
};
