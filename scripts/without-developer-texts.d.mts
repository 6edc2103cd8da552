import type { Plugin } from "esbuild";

export declare const withoutDeveloperTexts: Plugin;
