export declare function findChromium(): string | null;
export declare const chromiumLaunch: { executablePath?: string; args: string[] };
