import process from "node:process";

export default {
  cacheComponents: true,
  partialPrefetching: true,
  // React and Next.js are the repository's.
  turbopack: { root: process.env.REPOSITORY },
};
