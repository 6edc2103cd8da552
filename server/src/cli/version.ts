/** The version of this package. The build replaces the import with the version number. */
export { version } from "../../package.json";
