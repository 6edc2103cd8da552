export declare function findChromium(): string | null;
export declare const chromiumLaunch: { executablePath: string | undefined; args: string[] };
