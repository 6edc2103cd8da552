/** The version of this package. The build replaces this reference to `package.json` with the version number. */
export { version } from "../../package.json";
