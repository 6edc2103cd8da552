/** The version of this package; a build inlines it. */
export { version } from "../../package.json";
