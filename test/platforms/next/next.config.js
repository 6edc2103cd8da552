import process from "node:process";

export default {
  cacheComponents: true,
  partialPrefetching: true,
  // React and Next.js come from the repository.
  turbopack: { root: process.env.REPOSITORY },
};
