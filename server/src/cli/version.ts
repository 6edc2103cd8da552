/** The version of this package, which the build inlines. */
export { version } from "../../package.json";
