export declare function findPgBouncer(): { path: string; version: string } | null;
