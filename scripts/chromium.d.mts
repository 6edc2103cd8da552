interface LaunchSettings {
  executablePath?: string;
  args: string[];
}

export declare function findChromium(): string | null;
export declare function findHeadlessShell(): string | null;
export declare const chromiumLaunch: LaunchSettings;
export declare const chromiumTabsLaunch: LaunchSettings;
